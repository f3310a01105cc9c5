import { spawnSync } from "node:child_process";
import { appendFile, cp, readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeFolder } from "#cli/write-files.ts";
import type { Ctx } from "#lib/services/context.ts";
import { exportPack } from "#lib/services/reports/packs/export-pack.ts";
import { runSimulatedRaters } from "#lib/services/studies/run-simulated-raters.ts";
import type { StudyReport } from "#lib/study/report.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { findPython } from "#test/support/find-python.ts";
import { createOpenStudy } from "#test/support/open-study.ts";
import { answerAll, joinAnew } from "#test/support/rating-crowd.ts";
import { createTemplateStudy } from "#test/support/template-study.ts";

const python = findPython(["numpy", "pandas", "scipy"]);
const hasR = spawnSync("Rscript", ["-e", "stopifnot(requireNamespace('ordinal'))"]).status === 0;
const NOTEBOOK = path.resolve(import.meta.dirname, "../support/run_notebook.py");

let database: TestDatabase;
let ctx: Ctx;
let key: string;
let simulated: string;
let people: string;
let empty: string;

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("owner");
  const study = await createOpenStudy(ctx);
  key = study.key;
  empty = await pack(study.studyId, "people", "empty");
  await simulate(study.studyId, 20);
  // Two who differ, one who stops early and leaves the arms unequal, and one whom the rules leave out for giving one answer to all.
  for (const [step, stops] of [
    [1, 8],
    [3, 8],
    [2, 5],
    [0, 8],
  ]) {
    const session = await joinAnew(ctx, key);
    for (const [at, trial] of session.trials.slice(0, stops).entries())
      await answerAll(ctx, key, { ...session, trials: [trial] }, 1 + ((2 + step * at) % 5));
  }
  simulated = await pack(study.studyId, "simulated", "simulated");
  people = await pack(study.studyId, "people", "people");
});
afterAll(() => database.close());

function simulate(studyId: string, count: number) {
  const signal = new AbortController().signal;
  return runSimulatedRaters(ctx, studyId, { batch: "b", count, progress: () => undefined, signal });
}

async function pack(studyId: string, raters: "people" | "simulated", name: string): Promise<string> {
  const folder = path.join(database.home, name);
  await exportPack(ctx, { studyId, raters }, {}, (files) => writeFolder(folder, files));
  return folder;
}

async function reportIn(folder: string, prefix: string): Promise<StudyReport> {
  return JSON.parse(await readFile(path.join(folder, `${prefix}results.json`), "utf8")).report;
}

function run(command: string, args: string[], folder: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
  return stdout;
}

interface Row {
  raters: number;
  ratings: number;
  mean: number | null;
  low: number | null;
  high: number | null;
}

/** Means to 1e-9; ends of intervals, which are of other resamples, to a fifth of their width. */
function expectAsReported(rows: readonly Row[], { arms }: StudyReport): void {
  expect(rows.map(({ raters }) => raters)).toEqual(arms.map(({ raters }) => raters));
  expect(rows.map(({ ratings }) => ratings)).toEqual(arms.map(({ ratings }) => ratings));
  for (const [at, { score: rating }] of arms.entries()) {
    const { mean, low, high } = rows[at];
    if ("undefined" in rating) {
      expect([low, high]).toEqual([null, null]);
      continue;
    }
    expect(Math.abs(mean! - rating.value)).toBeLessThanOrEqual(1e-9);
    const room = 0.2 * (rating.high - rating.low) + 1e-9;
    expect(Math.abs(low! - rating.low)).toBeLessThanOrEqual(room);
    expect(Math.abs(high! - rating.high)).toBeLessThanOrEqual(room);
  }
}

describe(
  python ? "the notebook" : "the notebook (skipped: no Python with numpy, pandas and scipy here)",
  () => {
    test.skipIf(!python).each([
      ["simulated", "SIMULATED-"],
      ["people", ""],
      ["empty", ""],
    ])("recomputes the table of methods from the CSV files: %s", async (name, prefix) => {
      const folder = { simulated, people, empty }[name]!;
      const rows: Row[] = JSON.parse(run(python!, [NOTEBOOK, `${prefix}analysis.ipynb`], folder));
      expectAsReported(rows, await reportIn(folder, prefix));
    });

    test
      .skipIf(!python)
      .each([
        "pairwise-preference",
        "ranking",
        "best-worst",
        "accept-reject",
        "forward-simulation",
        "pointing",
        "region-brush",
      ] as const)("recomputes what answers of another kind score: %s", async (template) => {
      const { studyId } = await createTemplateStudy(ctx, template);
      await simulate(studyId, 8);
      const folder = await pack(studyId, "simulated", template);
      const rows: Row[] = JSON.parse(run(python!, [NOTEBOOK, "SIMULATED-analysis.ipynb"], folder));
      expectAsReported(rows, await reportIn(folder, "SIMULATED-"));
      expect(rows.filter(({ mean }) => mean !== null).length).toBeGreaterThan(1);
    });

    test.skipIf(!python)(
      "ends with an error where the CSV is not what the report was computed from",
      async () => {
        const changed = path.join(database.home, "changed");
        await cp(people, changed, { recursive: true });
        await appendFile(path.join(changed, "scores.csv"), "P1,1,4,1,5\r\n");
        expect(() => run(python!, [NOTEBOOK, "analysis.ipynb"], changed)).toThrow(/AssertionError/);
      },
    );
  },
);

describe(hasR ? "the R script" : "the R script (skipped: no R with the package ordinal here)", () => {
  test.skipIf(!hasR)("recomputes the table of methods, and fits the mixed model", async () => {
    const write = `source("SIMULATED-analysis.R"); write.csv(table, "table.csv", row.names = FALSE, fileEncoding = "UTF-8")`;
    const printed = run("Rscript", ["-e", write], simulated);
    expect(printed).toContain("Cumulative Link Mixed Model");
    const [head, ...lines] = (await readFile(path.join(simulated, "table.csv"), "utf8")).trim().split("\n");
    const names = head.replaceAll('"', "").split(",");
    const rows = lines.map((line) => {
      const cells = line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/);
      return Object.fromEntries(names.map((each, at) => [each, Number(cells[at])])) as unknown as Row;
    });
    expectAsReported(rows, await reportIn(simulated, "SIMULATED-"));
  });
});
