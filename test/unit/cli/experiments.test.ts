import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { classCounts } from "#cli/experiments/classes.ts";
import { holdOut, readExperimentData } from "#cli/experiments/data.ts";
import { overImages, seedSpread } from "#cli/experiments/estimates.ts";
import { positiveClass } from "#cli/experiments/medical.ts";
import { runExperiment } from "#cli/experiments/run-experiment.ts";
import { formatCell, toMarkdown } from "#cli/experiments/tables.ts";
import type { LabelledRecord } from "#cli/training/read-training-data.ts";

const SCENES = "demo/scenes/data";
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "whynot-experiment-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("the data of an experiment", () => {
  it("is measured on pictures that nothing was trained or chosen on", async () => {
    const data = await readExperimentData(SCENES, { classes: 3, seed: "1" });
    const files = [data.train, data.validation, data.test].map(
      (part) => new Set(part.map(({ file }) => file)),
    );
    expect(data.classNames).toHaveLength(3);
    for (const [i, a] of files.entries())
      for (const b of files.slice(i + 1)) expect([...a].filter((file) => b.has(file))).toEqual([]);
    expect(data.test.every(({ split }) => split === "test")).toBe(true);
    await expect(readExperimentData(SCENES, { testSplit: "nowhere", seed: "1" })).rejects.toThrow("nowhere");
  });

  it("holds out the same share of every class", () => {
    const records = Array.from({ length: 100 }, (_, i) => ({
      className: i < 80 ? "a" : "b",
      file: String(i),
    }));
    const { held, rest } = holdOut(records as LabelledRecord[], 0.2, "seed");
    expect(held.filter(({ className }) => className === "a")).toHaveLength(16);
    expect(held.filter(({ className }) => className === "b")).toHaveLength(4);
    expect(held.length + rest.length).toBe(100);
    expect(holdOut(records as LabelledRecord[], 0.2, "seed").held).toEqual(held);
  });
});

it("averages an image over seeds before images are resampled", () => {
  const estimate = overImages([
    [0, 1, null, 1],
    [1, 1, null, 0],
  ]);
  expect(estimate).toMatchObject({ value: (0.5 + 1 + 0.5) / 3, n: 3 });
  expect(
    seedSpread([
      [0, 1],
      [1, 1],
    ]),
  ).toBe(".354");
  expect(seedSpread([[0, 1]])).toBe("");
});

it("spreads the numbers of classes evenly in ratio, from two to all", () => {
  expect(classCounts(10)).toEqual([2, 3, 4, 7, 10]);
  expect(classCounts(100)).toEqual([2, 5, 14, 38, 100]);
  expect(classCounts(2)).toEqual([2]);
});

it("takes the disease for the positive class", () => {
  expect(positiveClass(["glaucoma", "normal"])).toBe(0);
  expect(positiveClass(["Normal", "glaucoma"])).toBe(1);
  expect(positiveClass(["cat", "dog"])).toBe(1);
});

it("prints what is undefined as such, and escapes what would break a table", () => {
  expect(formatCell({ value: 0.25, low: 0.2, high: 0.3, n: 9 })).toBe(".250 [.200, .300]");
  expect(formatCell({ value: 0.0123, low: 0.01, high: 0.02, n: 9 })).toBe(".0123 [.0100, .0200]");
  expect(formatCell({ undefined: "no_values" })).toBe("– (no values)");
  const text = toMarkdown({ title: "T", columns: ["a|b"], rows: [["x"]], notes: ["n"] });
  expect(text).toContain("| a\\|b |");
});

describe("running one", () => {
  const command = () => ({
    data: [SCENES],
    classes: 2,
    backbone: "tiny",
    size: 32,
    seeds: ["0"],
    epochs: 1,
    headEpochs: 1,
    images: 2,
    set: ["batchSize=10"],
    out: folder,
    engine: "wasm" as const,
    fresh: false,
    json: true,
  });
  const run = async (name: string) => {
    const printed: string[] = [];
    const out = vi
      .spyOn(process.stdout, "write")
      .mockImplementation((text) => printed.push(String(text)) > 0);
    const err = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    await runExperiment(name, command()).finally(() => {
      out.mockRestore();
      err.mockRestore();
    });
    return JSON.parse(printed.join(""));
  };

  it("writes a table of this data beside the paper's, and makes nothing twice", async () => {
    const first = await run("explainability");
    const [table] = first.tables;
    expect(table.rows.map(([name]: string[]) => name)).toEqual([
      "SCOUTER+ λ 1",
      "SCOUTER+ λ 3",
      "SCOUTER+ λ 10",
      "SCOUTER− λ 1",
      "SCOUTER− λ 3",
      "SCOUTER− λ 10",
    ]);
    const area = table.columns.indexOf("Area ↓");
    expect(table.rows[0][area]).toMatchObject({ n: expect.any(Number) });
    expect(table.rows[0][area + 1]).toBe(".156");
    const text = await readFile(join(folder, "explainability.md"), "utf8");
    expect(text).toContain("bin/whynot experiment explainability --data data");
    expect(text).not.toContain(folder);

    const model = join(folder, "work", "models", "data-2c-fc-seed0.safetensors");
    const before = (await stat(model)).mtimeMs;
    const again = await run("explainability");
    expect(again.tables).toEqual(first.tables);
    expect((await stat(model)).mtimeMs).toBe(before);

    // Another experiment finds the models of the first.
    await run("similarity");
    expect((await stat(model)).mtimeMs).toBe(before);
  }, 240_000);

  it("knows its name or says which there are", async () => {
    await expect(run("nonsense")).rejects.toThrow("explainability");
    await expect(runExperiment("medical", { ...command(), classes: 3 })).rejects.toThrow("two classes");
  });
});
