import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contraryRise } from "#lib/metrics/contrast/contrary-evidence.ts";
import { forAgainstOverlap } from "#lib/metrics/contrast/for-against-overlap.ts";
import { adcc, coherency } from "#lib/metrics/faithfulness/coherency.ts";
import { areaUnder } from "#lib/metrics/faithfulness/curves.ts";
import {
  confidenceDrop,
  confidenceGain,
  confidenceIncrease,
} from "#lib/metrics/faithfulness/drop-and-gain.ts";
import {
  faithfulnessCorrelation,
  gridPixels,
  muFidelity,
  sumOver,
  withoutSubsets,
} from "#lib/metrics/faithfulness/faithfulness-correlation.ts";
import type { Follow } from "#lib/metrics/faithfulness/follow-class.ts";
import { dotEach, infidelity } from "#lib/metrics/faithfulness/infidelity.ts";
import { imputeLinearly } from "#lib/metrics/faithfulness/linear-imputation.ts";
import { monotonicity, rankAscending } from "#lib/metrics/faithfulness/monotonicity.ts";
import { monotonicityCorrelation } from "#lib/metrics/faithfulness/monotonicity-correlation.ts";
import { areaOverCurve } from "#lib/metrics/faithfulness/pixel-flipping.ts";
import { rankPatches } from "#lib/metrics/faithfulness/region-perturbation.ts";
import { roadImages } from "#lib/metrics/faithfulness/road.ts";
import { shareSteps } from "#lib/metrics/faithfulness/sufficiency.ts";
import { pixelSteps, tracePath } from "#lib/metrics/faithfulness/trace-path.ts";
import { rankPixels } from "#lib/metrics/rank-pixels.ts";
import { createRandom } from "#lib/tensor/random.ts";

const SIDE = 8;
const CHANNELS = 3;
const LENGTH = SIDE * SIDE * CHANNELS;
const random = createRandom("faithfulness");
const draw = (length: number) => Float32Array.from({ length }, () => random.normal());
const weights = draw(LENGTH);
const image = draw(LENGTH);

/** w x, exactly. */
const linear: Follow = async (images) => {
  const values = new Float64Array(images.length / LENGTH);
  images.forEach((value, i) => {
    values[Math.floor(i / LENGTH)] += value * weights[i % LENGTH];
  });
  return values;
};
const constant: Follow = async (images) => new Float64Array(images.length / LENGTH).fill(0.3);
/** What each pixel adds to w x. */
const contributions = Float32Array.from({ length: SIDE * SIDE }, (_, pixel) =>
  [0, 1, 2].reduce((sum, c) => sum + weights[pixel * 3 + c] * image[pixel * 3 + c], 0),
);
const numberOf = (score: object) => (score as { value: number }).value;

describe("a path", () => {
  const zero = new Float32Array(LENGTH);
  const order = rankPixels(contributions);
  const groups = pixelSteps(order, 5, CHANNELS);

  it("takes all channels of a pixel at once, ends where it should, and is flat for a constant model", async () => {
    expect(groups.flat()).toHaveLength(LENGTH);
    expect([...groups[0].slice(0, 3)].map((i) => Math.floor(i / CHANNELS))).toEqual([
      order[0],
      order[0],
      order[0],
    ]);
    const curve = await tracePath(linear, zero, image, groups);
    expect(curve[0]).toBe(0);
    expect(curve.at(-1)).toBeCloseTo((await linear(image))[0], 4);
    expect(areaUnder(await tracePath(constant, zero, image, groups))).toBeCloseTo(0.3, 12);
  });

  it("of insertion is that of deletion in the reverse order with the ends swapped", async () => {
    const steps = pixelSteps(order, 4, CHANNELS);
    const there = await tracePath(linear, zero, image, steps);
    const back = await tracePath(linear, image, zero, [...steps].reverse());
    expect([...back].reverse()).toEqual([...there]);
    expect(areaUnder(back)).toBeCloseTo(areaUnder(there), 10);
  });

  it("needs no more memory for more steps than a batch of images", async () => {
    const sizes: number[] = [];
    const watching: Follow = async (images) => {
      sizes.push(images.length / LENGTH);
      return linear(images);
    };
    const one = pixelSteps(
      Uint32Array.from({ length: 64 }, (_, i) => i),
      1,
      CHANNELS,
    );
    await tracePath(watching, zero, image, [...one, ...one, ...one]);
    expect(sizes).toEqual([64, 64, 64, 1]);
  });

  it("loses most, by area over the curve, when the exact contributions are taken from the top", async () => {
    const drop = async (values: Float32Array) =>
      areaOverCurve(await tracePath(linear, image, zero, pixelSteps(rankPixels(values), 1, CHANNELS)));
    const best = await drop(contributions);
    for (let k = 0; k < 20; k++) expect(await drop(draw(SIDE * SIDE))).toBeLessThanOrEqual(best + 1e-6);
    expect(areaOverCurve([0.4, 0.4, 0.4])).toBe(0);
  });
});

describe("oracles of a linear model", () => {
  const noise = draw(10 * LENGTH);

  it("have infidelity 0 for the exact gradient, and more for any other", async () => {
    const [clean] = await linear(image);
    const drops = (await linear(noise.map((value, i) => image[i % LENGTH] - value))).map(
      (value) => clean - value,
    );
    expect(infidelity(dotEach(noise, weights), drops)).toBeLessThan(1e-9);
    expect(infidelity(dotEach(noise, draw(LENGTH)), drops)).toBeGreaterThan(1);
  });

  it("have a faithfulness correlation of 1 for the exact contributions", async () => {
    const products = weights.map((weight, i) => weight * image[i]);
    const all = [...image.keys()];
    const subsets = Array.from({ length: 30 }, () => random.shuffle(all).slice(0, 20));
    const [clean] = await linear(image);
    const drops = (await linear(withoutSubsets(image, subsets))).map((value) => clean - value);
    const sums = sumOver(products, subsets);
    expect(numberOf(faithfulnessCorrelation(sums, drops))).toBeGreaterThan(0.99999);
    expect(numberOf(muFidelity(sums, drops))).toBeGreaterThan(0.99);
    const negated = sums.map((sum) => -sum);
    expect(numberOf(faithfulnessCorrelation(negated, drops))).toBeLessThan(-0.99999);
  });

  it("are monotone in the order of their contributions if none is below 0, and never in the negated one", async () => {
    const helpful = image.map((value, i) => Math.abs(value) * Math.sign(weights[i]));
    const gains = Float32Array.from({ length: SIDE * SIDE }, (_, pixel) =>
      [0, 1, 2].reduce((sum, c) => sum + weights[pixel * 3 + c] * helpful[pixel * 3 + c], 0),
    );
    const trace = (values: Float32Array, finish: Float32Array) =>
      tracePath(linear, new Float32Array(LENGTH), finish, pixelSteps(rankAscending(values), 1, CHANNELS));
    expect(monotonicity(await trace(gains, helpful))).toMatchObject({ monotone: true, share: 1 });
    // Quantus 0.6.0 says true here: it puts the baseline on the baseline.
    const harmful = helpful.map((value) => -value);
    expect(
      monotonicity(
        await trace(
          gains.map((gain) => -gain),
          harmful,
        ),
      ),
    ).toEqual({
      monotone: false,
      share: 0,
      surely: 0,
    });
  });
});

it("takes a fall that float32 cannot tell from none for none", () => {
  expect(monotonicity([1, 1 - 1e-8, 2])).toEqual({ monotone: true, share: 1, surely: 0.5 });
  expect(monotonicity([1, 0.99, 2])).toMatchObject({ monotone: false, share: 0.5 });
});

it("has no correlation where one side never varies", () => {
  const [flat, rising] = [new Float64Array([1, 1, 1]), new Float64Array([1, 2, 3])];
  expect(faithfulnessCorrelation(flat, rising)).toEqual({ undefined: "constant_map" });
  expect(faithfulnessCorrelation(rising, flat)).toEqual({ undefined: "no_variation" });
  expect(monotonicityCorrelation([-2, 2, 2], rising)).toEqual({ undefined: "constant_map" });
  expect(monotonicityCorrelation([0, -5, 7], rising)).toEqual({ value: 1 });
});

it("covers the image with the cells of a grid, each pixel once", () => {
  const pixels = (row: number, column: number) =>
    gridPixels(
      Array.from({ length: 3 }, (_, r) =>
        Array.from({ length: 3 }, (__, c) => Number(r === row && c === column)),
      ),
      { height: 8, width: 10 },
    );
  const all = [0, 1, 2].flatMap((r) => [0, 1, 2].flatMap((c) => pixels(r, c)));
  expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: 80 }, (_, i) => i));
});

it("ranks patches by their sum, ties in row-major order, and leaves what fills none", () => {
  const values = Float32Array.from({ length: 5 * 4 }, (_, i) => (i === 10 ? 3 : 1));
  const { order, pixels } = rankPatches(values, { height: 5, width: 4 }, 2);
  expect(order).toEqual([3, 0, 1, 2]);
  expect(pixels[3]).toEqual([10, 11, 14, 15]);
  expect(pixels.flat()).not.toContain(16);
});

it("cuts an order at shares without losing or repeating a pixel", () => {
  const groups = shareSteps(
    Array.from({ length: 100 }, (_, i) => i),
    [0.01, 0.05, 0.5],
    1,
  );
  expect(groups.map((group) => group.length)).toEqual([1, 4, 45]);
  expect(groups.flat()).toEqual(Array.from({ length: 50 }, (_, i) => i));
});

describe("ROAD's imputation", () => {
  const keeps = fc
    .array(fc.constantFrom(0, 0, 1), { minLength: 64, maxLength: 64 })
    .map((values) => Uint8Array.from(values))
    .filter((values) => values.includes(1));

  it("stays in the range of what is kept, touches nothing that is, and works on colour images", () => {
    fc.assert(
      fc.property(keeps, (keep) => {
        const filled = imputeLinearly(image, keep, SIDE) as { image: Float32Array };
        for (let c = 0; c < CHANNELS; c++) {
          const channel = (values: Float32Array) => values.filter((_, i) => i % CHANNELS === c);
          const kept = channel(image).filter((_, pixel) => keep[pixel] === 1);
          const all = channel(filled.image);
          expect(Math.min(...all)).toBeGreaterThanOrEqual(Math.min(...kept) - 1e-5);
          expect(Math.max(...all)).toBeLessThanOrEqual(Math.max(...kept) + 1e-5);
        }
        filled.image.forEach((value, i) => {
          if (keep[Math.floor(i / CHANNELS)] === 1) expect(value).toBe(image[i]);
        });
      }),
      { numRuns: 30 },
    );
  });

  it("makes every removed pixel the weighted mean of its neighbours", () => {
    const keep = Uint8Array.from({ length: 64 }, (_, i) => (i % 7 === 0 ? 1 : 0));
    const { image: filled } = imputeLinearly(image, keep, SIDE) as { image: Float32Array };
    for (let pixel = 0; pixel < 64; pixel++) {
      if (keep[pixel]) continue;
      let [sum, total] = [0, 0];
      for (const dy of [-1, 0, 1])
        for (const dx of [-1, 0, 1]) {
          const [y, x] = [Math.floor(pixel / SIDE) + dy, (pixel % SIDE) + dx];
          if ((dy === 0 && dx === 0) || y < 0 || y >= SIDE || x < 0 || x >= SIDE) continue;
          const weight = dy !== 0 && dx !== 0 ? 1 / 12 : 1 / 6;
          sum += weight * filled[(y * SIDE + x) * CHANNELS];
          total += weight;
        }
      expect(filled[pixel * CHANNELS]).toBeCloseTo(sum / total, 5);
    }
  });

  it("solves the hole of a large picture", () => {
    const side = 224;
    const keep = Uint8Array.from({ length: side * side }, (_, i) => (i % side === 0 ? 1 : 0));
    const plane = Float32Array.from({ length: side * side }, (_, i) => 1 + Math.floor(i / side) / side);
    const { image: filled } = imputeLinearly(plane, keep, side) as { image: Float32Array };
    // Left of it all: the far edge takes values between those of the kept column.
    expect(Math.min(...filled)).toBeGreaterThan(1 - 1e-4);
    expect(Math.max(...filled)).toBeLessThan(2);
    expect(filled[side * side - 1]).toBeGreaterThan(filled[side - 1]);
  });

  it("has nothing to go by where all is removed", () => {
    const reason = { undefined: "nothing_left_to_impute_from" };
    expect(imputeLinearly(image, new Uint8Array(64), SIDE)).toEqual(reason);
    const values = { data: contributions, width: SIDE };
    expect(roadImages(image, values, [50, 100], "morf", new Float32Array(LENGTH))).toEqual(reason);
  });

  it("removes floor(n percent / 100) pixels from the end the order names", () => {
    const values = { data: contributions, width: SIDE };
    const noise = new Float32Array(LENGTH).fill(100);
    for (const order of ["morf", "lerf"] as const) {
      const { images } = roadImages(image, values, [10], order, noise) as { images: Float32Array };
      const removed = [...contributions.keys()].filter((pixel) => images[pixel * CHANNELS] > 50);
      const ranked = [...(order === "morf" ? rankPixels(contributions) : rankAscending(contributions))];
      expect(removed.sort()).toEqual(ranked.slice(0, 6).sort());
    }
  });
});

describe("drop, increase and gain", () => {
  it("are what they say, and have no value at the ends", () => {
    expect(confidenceDrop(0.8, 0.2)).toEqual({ value: expect.closeTo(0.75, 12) });
    expect(confidenceDrop(0.2, 0.8)).toEqual({ value: 0 });
    expect(confidenceGain(0.2, 0.6)).toEqual({ value: expect.closeTo(0.5, 12) });
    expect(confidenceIncrease(0.2, 0.8)).toBe(1);
    expect(confidenceDrop(0, 0.3)).toEqual({ undefined: "zero_confidence" });
    expect(confidenceGain(1, 0.3)).toEqual({ undefined: "full_confidence" });
  });

  it("never both drop and gain", () => {
    const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(share, share, (full, masked) => {
        const [drop, gain] = [numberOf(confidenceDrop(full, masked)), numberOf(confidenceGain(full, masked))];
        expect(Math.min(drop, gain)).toBe(0);
        expect(confidenceIncrease(full, masked)).toBe(masked > full ? 1 : 0);
      }),
    );
  });
});

describe("coherency and ADCC", () => {
  it("are 1 for a map that explains itself, 0 for its opposite", () => {
    expect(coherency([1, 2, 3], [2, 4, 6])).toEqual({ value: 1 });
    expect(coherency([1, 2, 3], [3, 2, 1])).toEqual({ value: 0 });
    expect(coherency([1, 1, 1], [1, 2, 3])).toEqual({ undefined: "constant_map" });
    expect(adcc(1, 0, 0)).toBe(1);
    expect(adcc(0, 0.2, 0.1)).toBe(0);
  });

  it("lie between the least and the largest part", () => {
    const part = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(part, part, part, (a, b, c) => {
        const value = adcc(a, 1 - b, 1 - c);
        expect(value).toBeGreaterThanOrEqual(Math.min(a, b, c) - 1e-9);
        expect(value).toBeLessThanOrEqual(Math.max(a, b, c) + 1e-9);
      }),
    );
  });
});

describe("evidence against", () => {
  it("raises the class it holds down more than a random order does", async () => {
    const against = contributions.map((value) => -value);
    const trace = (order: ArrayLike<number>) =>
      tracePath(linear, image, new Float32Array(LENGTH), pixelSteps(order, 4, CHANNELS));
    const control = await trace(random.shuffle([...rankPixels(against)]));
    expect(contraryRise(await trace(rankPixels(against)), control)).toBeGreaterThan(0);
    expect(contraryRise(await trace(rankPixels(contributions)), control)).toBeLessThan(0);
  });

  it("overlaps wholly with itself, not at all elsewhere, whatever the scales", () => {
    const [left, right] = [Float32Array.of(1, 2, 0, 0), Float32Array.of(0, 0, 5, 1)];
    expect(
      forAgainstOverlap(
        left,
        left.map((value) => 7 * value),
      ),
    ).toEqual({ value: expect.closeTo(1, 9) });
    expect(forAgainstOverlap(left, right)).toEqual({ value: 0 });
    expect(forAgainstOverlap(left, Float32Array.of(-1, -1, -1, -1))).toEqual({
      undefined: "no_positive_mass",
    });
    expect(numberOf(forAgainstOverlap(Float32Array.of(1, 1), Float32Array.of(3, 1)))).toBeCloseTo(0.75, 12);
  });
});
