import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Command, Option } from "commander";
import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { explainerReplays } from "#lib/explain/parity/replays.ts";
import { formatReplays } from "#lib/formats/parity/replay-format.ts";
import { imagingReplays } from "#lib/imaging/parity/replays.ts";
import { isMetricCase, replayMetric } from "#lib/metrics/parity/replay-metric.ts";
import { type GoldenCase, withReferences } from "#lib/scouter/parity/golden-case.ts";
import { judgeCase, replays as modelReplays } from "#lib/scouter/parity/replay.ts";
import { isStatsCase, replayStats } from "#lib/stats/parity/replay-stats.ts";
import { selectEngines } from "#lib/tensor/engine.ts";
import { describeEngine, GRADIENT_ENGINES, type GradientEngine } from "#lib/tensor/engine-names.ts";

const replays = { ...modelReplays, ...explainerReplays, ...imagingReplays };

const Manifest = z.array(
  z.object({
    id: z.string(),
    kind: z.string(),
    files: z.array(z.string().regex(/^(?!\/)(?!.*\.\.)[\w./+-]+$/, "must stay in the folder")).min(1),
    options: z.record(z.string(), z.unknown()),
    tolerance: z.object({ abs: z.number(), rel: z.number() }),
  }),
);

/** `whynot parity DIR`: does this machine's engine compute what another implementation computed? */
export function registerParity(program: Command): void {
  program
    .command("parity")
    .description("replay the golden cases that the manifest*.json files of a folder list")
    .argument("<dir>", "folder with manifest*.json and the files they name")
    .option("--only <prefixes>", "only cases whose id begins with one of these, separated by commas")
    .addOption(
      new Option("--engine <engine>", "what computes; chosen by itself when left out").choices(
        GRADIENT_ENGINES,
      ),
    )
    .action(async (folder: string, options: { only?: string; engine?: GradientEngine }) => {
      const prefixes = options.only?.split(",").map((prefix) => prefix.trim()) ?? [""];
      const all = await readCases(folder);
      const cases = all.filter(({ id }) => prefixes.some((prefix) => id.startsWith(prefix)));
      if (cases.length === 0)
        throw new AppError("not_found", `No case of ${folder} begins with ${options.only}.`);
      const { gradient } = await selectEngines({ gradient: options.engine });
      let passed = 0;
      for (const golden of cases) {
        const { word, detail } = await judge(folder, withReferences(golden, all));
        if (word === "PASS") passed++;
        process.stdout.write(`${word.padEnd(11)} ${golden.id}  ${detail}\n`);
      }
      process.stdout.write(`${passed} of ${cases.length} pass on ${describeEngine(gradient)}\n`);
      if (passed < cases.length) process.exitCode = 1;
    });
}

async function readCases(folder: string): Promise<GoldenCase[]> {
  const names = (await readdir(folder)).filter((name) => /^manifest.*\.json$/.test(name)).sort();
  if (names.length === 0) throw new AppError("not_found", `There is no manifest*.json in ${folder}.`);
  const manifests = await Promise.all(
    names.map(async (name) => Manifest.parse(JSON.parse(await readFile(join(folder, name), "utf8")))),
  );
  return manifests.flat();
}

async function judge(folder: string, golden: GoldenCase): Promise<{ word: string; detail: string }> {
  const formatReplay = formatReplays[golden.kind];
  if (formatReplay) {
    const { pass, detail } = await formatReplay(golden, await readNamed(folder, golden.files));
    return { word: pass ? "PASS" : "FAIL", detail };
  }
  if (isMetricCase(golden)) {
    const { pass, note } = await replayMetric(golden, (path) => readFile(join(folder, path)));
    return { word: pass ? "PASS" : "FAIL", detail: note };
  }
  if (isStatsCase(golden)) {
    const { pass, note } = await replayStats(golden, await readFile(join(folder, golden.files[0])));
    return { word: pass ? "PASS" : "FAIL", detail: note };
  }
  const replay = replays[golden.kind];
  if (!replay) return { word: "UNSUPPORTED", detail: `kind ${golden.kind}` };
  const files = await Promise.all(golden.files.map((file) => readFile(join(folder, file))));
  const { pass, note } = await judgeCase(golden, files, replay).catch((error: Error) => {
    return { pass: false, note: `could not be replayed: ${error.message}` };
  });
  return { word: pass ? "PASS" : "FAIL", detail: note };
}

/** Files by their path in the folder; a case may name a folder for all that lies below it. */
async function readNamed(folder: string, names: readonly string[]): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const name of names) {
    const path = name.replace(/\/$/, "");
    if ((await stat(join(folder, path))).isDirectory()) {
      const below = (await readdir(join(folder, path))).sort().map((child) => `${path}/${child}`);
      for (const [child, bytes] of await readNamed(folder, below)) files.set(child, bytes);
    } else files.set(path, await readFile(join(folder, path)));
  }
  return files;
}
