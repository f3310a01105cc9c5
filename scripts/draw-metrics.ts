// Examples for docs/metrics: `npx tsx scripts/draw-metrics.ts`. Six maps of one test picture of the demo, and what every definition of
// every metric says of them; takes some minutes. The pages are then written anew by `npx vitest run test/unit/docs -u`.
import { spawnSync } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "csv-parse/sync";
import sharp from "sharp";
import { readRuns } from "#cli/explain/manifest.ts";
import { EXAMPLE_MAPS, type ExampleMap, type ExampleScores } from "./metric-examples.ts";

const ROOT = path.join(import.meta.dirname, "..");
const OUT = path.join(ROOT, "docs", "metrics", "examples");
const DATA = path.join(ROOT, "demo", "scenes", "data");
const PICTURE = "test/penguin/00009.webp";
/** Of a picture in a page, in pixels. */
const SIDE = 120;

function whynot(...args: string[]): void {
  const { status } = spawnSync(path.join(ROOT, "bin", "whynot"), args, { stdio: "inherit" });
  if (status !== 0) throw new Error(`whynot ${args[0]} ended with ${status}`);
}

const modelFile = (name: string) => path.join(ROOT, "demo", "models", `${name}.safetensors`);
const models = [...new Set(EXAMPLE_MAPS.map(({ model }) => modelFile(model)))];

/** A data set of the one picture, with its regions. */
async function writePicture(folder: string): Promise<void> {
  const lines = (await readFile(path.join(DATA, "images.jsonl"), "utf8")).split("\n");
  const line = lines.find((text) => text.includes(`"${PICTURE}"`));
  if (!line) throw new Error(`the demo has no picture ${PICTURE}`);
  await mkdir(path.dirname(path.join(folder, PICTURE)), { recursive: true });
  await copyFile(path.join(DATA, PICTURE), path.join(folder, PICTURE));
  await writeFile(path.join(folder, "images.jsonl"), `${line}\n`);
}

const work = await mkdtemp(path.join(tmpdir(), "whynot-metrics-"));
const pictures = path.join(work, "pictures");
await writePicture(pictures);
const folderOf = ({ id }: ExampleMap) => path.join(work, "maps", id);
const scores: ExampleScores = {};
await mkdir(OUT, { recursive: true });
for (const example of EXAMPLE_MAPS) {
  const { id, model, method, target } = example;
  const folder = folderOf(example);
  whynot(
    ...["explain", "--model", modelFile(model), "--images", pictures, "--method", method],
    ...["--target", target, "--out", folder],
  );
  const [run] = await readRuns(folder);
  const [{ overlay: file }] = run.maps;
  if (!file) throw new Error(`${id} has no overlay`);
  const overlay = await sharp(path.join(folder, file)).resize(SIDE).webp({ quality: 80 }).toBuffer();
  await writeFile(path.join(OUT, `${id}.webp`), overlay);
  const tables = path.join(work, "scores", id);
  whynot(
    ...["evaluate", "--maps", folder, "--images", pictures, "--model", ...models, "--metrics", "all"],
    ...["--definitions", "--format", "json", "--out", tables],
  );
  const rows: Record<string, string>[] = parse(await readFile(path.join(tables, "scores.csv")), {
    columns: true,
    bom: true,
  });
  for (const { metric, value, undefined_reason: reason } of rows) {
    scores[metric] ??= {};
    scores[metric][id] = value === "" ? reason : Number(Number(value).toPrecision(3));
  }
}
await writeFile(path.join(OUT, "scores.json"), `${JSON.stringify(scores, null, 2)}\n`);
await rm(work, { recursive: true });
