import fc from "fast-check";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { initialise } from "#lib/scouter/initialise.ts";
import { ModelConfig, SlotHeadConfig } from "#lib/scouter/model-config.ts";
import {
  countShares,
  cutBatch,
  joinShares,
  openParallelPassRunner,
} from "#lib/scouter/training/parallel-pass.ts";
import {
  type Batch,
  openPassRunner,
  type Pass,
  type PassRunner,
  valuesOf,
} from "#lib/scouter/training/pass.ts";
import { FC_RECIPE, type TrainingSettings } from "#lib/scouter/training/settings.ts";
import { trainedParts } from "#lib/scouter/training/trained-parts.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { startWasm } from "#lib/tensor/wasm/start.ts";

beforeAll(startWasm);

const SIDE = 16;
const CLASSES = 3;
const open: PassRunner[] = [];
afterEach(() => {
  for (const runner of open.splice(0)) runner.dispose();
});

function drawBatch(count: number): Batch {
  const random = createRandom("batch");
  return {
    data: Float32Array.from({ length: count * SIDE * SIDE * 3 }, random.normal),
    shape: [count, SIDE, SIDE, 3],
    labels: Array.from({ length: count }, (_, i) => i % CLASSES),
  };
}

function prepare(kind: "fc" | "scouter+", statistics: TrainingSettings["statistics"]) {
  const config = ModelConfig.parse({
    ...{ format: 1, kind, backbone: "tiny", inputSize: SIDE, classNames: ["a", "b", "c"] },
    normalisation: { mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] },
    slotHead: kind === "fc" ? null : SlotHeadConfig.parse({ sign: 1, hidden: 16 }),
  });
  const settings = { ...FC_RECIPE, statistics };
  const arrays = initialise(config, createRandom("weights"));
  const parts = trainedParts(config, settings);
  const values = valuesOf(arrays, parts.names);
  return {
    config,
    values,
    single: () => {
      const runner = openPassRunner({ config, arrays, parts, settings });
      open.push(runner);
      return runner;
    },
    parallel: async (threads: number) => {
      const runner = await openParallelPassRunner({
        engine: "wasm",
        config,
        arrays,
        parts,
        settings,
        threads,
      });
      open.push(runner);
      return runner;
    },
  };
}

function expectClose(got: ArrayLike<number>, want: ArrayLike<number>, tolerance = 1e-4) {
  expect(got.length).toBe(want.length);
  const size = Array.from(want).reduce((a, v) => Math.max(a, Math.abs(v)), 1e-3);
  for (let i = 0; i < want.length; i++) expect(Math.abs(got[i] - want[i]) / size).toBeLessThan(tolerance);
}

function expectSamePass(got: Pass, want: Pass) {
  expect(got.loss).toBeCloseTo(want.loss, 5);
  if (want.area === null) expect(got.area).toBeNull();
  else expect(got.area).toBeCloseTo(want.area, 5);
  expectClose(got.logits, want.logits);
  expect(got.gradients).toHaveLength(want.gradients.length);
  for (const [i, gradient] of want.gradients.entries()) expectClose(got.gradients[i], gradient);
  expect([...got.statistics.keys()]).toEqual([...want.statistics.keys()]);
}

describe("a pass over several threads", () => {
  it.each(["fc", "scouter+"] as const)(
    "is the pass of one engine where no picture sees another (%s, running statistics, unequal shares)",
    async (kind) => {
      const { values, single, parallel } = prepare(kind, "running");
      const want = await single().run(values, drawBatch(5), 2);
      const runner = await parallel(2);
      expectSamePass(await runner.run(values, drawBatch(5), 2), want);
    },
  );

  it("with one thread, is the pass of one engine in every respect", async () => {
    const { values, single, parallel } = prepare("fc", "batch");
    const want = await single().run(values, drawBatch(6), 0);
    const got = await (await parallel(1)).run(values, drawBatch(6), 0);
    expectSamePass(got, want);
    for (const [norm, pair] of want.statistics)
      for (const [i, values] of pair.entries())
        expectClose((got.statistics.get(norm) as typeof pair)[i], values);
  });

  it("with two, averages what the halves find alone, batch statistics too, and repeats itself to the bit", async () => {
    const { values, single, parallel } = prepare("fc", "batch");
    const batch = drawBatch(8);
    const alone = single();
    const halves: Pass[] = [];
    for (const half of cutBatch(batch, 2)) halves.push(await alone.run(values, half, 0));
    const runner = await parallel(2);
    const got = await runner.run(values, batch, 0);
    expectClose([got.loss], [(halves[0].loss + halves[1].loss) / 2]);
    for (const [i, gradient] of got.gradients.entries())
      expectClose(
        gradient,
        gradient.map((_, k) => (halves[0].gradients[i][k] + halves[1].gradients[i][k]) / 2),
      );
    for (const [norm, pair] of got.statistics)
      for (const [i, found] of pair.entries()) {
        const [a, b] = halves.map(({ statistics }) => (statistics.get(norm) as typeof pair)[i]);
        expectClose(
          found,
          found.map((_, k) => (a[k] + b[k]) / 2),
        );
      }
    expect(await runner.run(values, batch, 0)).toEqual(got);
  });
});

describe("the shares of a batch", () => {
  it("are as many as there are threads, unless normalisations would see too little", () => {
    const { config } = prepare("fc", "batch");
    const count = (settings: TrainingSettings, threads: number) =>
      countShares(settings, trainedParts(config, settings), threads);
    const running = { ...FC_RECIPE, statistics: "running" as const };
    expect([1, 2, 3, 16].map((threads) => count({ ...FC_RECIPE, batchSize: 50 }, threads))).toEqual([
      1, 2, 3, 3,
    ]);
    expect([1, 2, 3, 16].map((threads) => count({ ...running, batchSize: 50 }, threads))).toEqual([
      1, 2, 3, 16,
    ]);
    expect(count({ ...FC_RECIPE, batchSize: 8 }, 4)).toBe(1);
  });

  it("are the batch in order, nearly equal, and none of one picture", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 8 }), (count, threads) => {
        const batch = drawBatch(count);
        const shares = cutBatch(batch, threads);
        expect(shares.flatMap(({ labels }) => labels)).toEqual(batch.labels);
        expect(shares.length).toBeLessThanOrEqual(threads);
        const sizes = shares.map(({ shape, labels, data }) => {
          expect([labels.length, data.length]).toEqual([shape[0], shape[0] * SIDE * SIDE * 3]);
          return shape[0];
        });
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        if (count > 1) expect(Math.min(...sizes)).toBeGreaterThan(1);
        expect(shares[0].data[0]).toBe(batch.data[0]);
        expect(shares[shares.length - 1].data.at(-1)).toBe(batch.data.at(-1));
      }),
    );
  });

  it("count by their pictures when they are joined", () => {
    const rest = (loss: number, logits: number[]) => ({
      ...{ loss, area: loss / 10, logits: Float32Array.from(logits) },
      statistics: new Map([
        ["norm", [Float32Array.of(loss), Float32Array.of(2 * loss)]],
      ]) as Pass["statistics"],
    });
    const joined = joinShares([rest(1, [1, 2, 3]), rest(4, [4])], [0.75, 0.25]);
    expect(joined.loss).toBeCloseTo(1.75, 6);
    expect(joined.area).toBeCloseTo(0.175, 6);
    expect([...joined.logits]).toEqual([1, 2, 3, 4]);
    expect(joined.statistics.get("norm")?.map(([v]) => v)).toEqual([1.75, 3.5]);
  });
});
