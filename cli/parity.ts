import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { compareArrays, type GoldenCase } from "#lib/scouter/parity/golden-case.ts";
import { replays } from "#lib/scouter/parity/replay.ts";
import { selectEngines } from "#lib/tensor/engine.ts";

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
    .option("--only <prefix>", "replay only the cases whose id begins so", "")
    .action(async (folder: string, { only }: { only: string }) => {
      const cases = (await readCases(folder)).filter(({ id }) => id.startsWith(only));
      if (cases.length === 0) throw new AppError("not_found", `No case of ${folder} begins with ${only}.`);
      const { gradient } = await selectEngines();
      let passed = 0;
      for (const golden of cases) {
        const { word, detail } = await judge(folder, golden);
        if (word === "PASS") passed++;
        process.stdout.write(`${word.padEnd(11)} ${golden.id}  ${detail}\n`);
      }
      process.stdout.write(`${passed} of ${cases.length} pass on ${gradient.name} ${gradient.version}\n`);
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
  const replay = replays[golden.kind];
  if (!replay) return { word: "UNSUPPORTED", detail: `kind ${golden.kind}` };
  const files = await Promise.all(golden.files.map((file) => readFile(join(folder, file))));
  const outcome = replay(golden, files);
  if ("pass" in outcome) return { word: outcome.pass ? "PASS" : "FAIL", detail: outcome.note };
  const { want, got } = outcome;
  const { pass, worst, name, largestError } = compareArrays(want, got, golden.tolerance);
  const detail = `largest error ${largestError.toExponential(1)}, at most ${(100 * worst).toFixed(1)} % of what is allowed (${name})`;
  return { word: pass ? "PASS" : "FAIL", detail };
}
