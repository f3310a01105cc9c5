import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawCoalitions, kernelShap, shapleyValues } from "#lib/explain/perturbation/kernel-shap.ts";
import { lime } from "#lib/explain/perturbation/lime.ts";
import { runExplainer } from "#lib/explain/run-explainer.ts";
import { scoreCoalitions } from "#lib/explain/superpixels/hidden-segments.ts";
import { leastSquares } from "#lib/explain/superpixels/least-squares.ts";
import { slic } from "#lib/explain/superpixels/slic.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { linearModel } from "#test/support/fake-model.ts";
import { randomImages } from "#test/support/random-network.ts";

const SIZE = [24, 24] as const;
const images = randomImages(1, 4, [...SIZE]);
const model = linearModel({ inputSize: 24 });
const { labels, count } = slic(images, 9, 1);

/** What each superpixel adds to the linear model's logit of class 1. */
const shares = () => {
  const sums = new Float64Array(count);
  for (const [p, label] of labels.entries()) sums[label] += images.data[p * 3 + 1] / 576;
  return sums;
};

describe("superpixels", () => {
  it("cover the picture with connected pieces, about as many as asked", () => {
    // Two or three on noise may grow together into one.
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 4, max: 40 }), (seed, wanted) => {
        const picture = randomImages(1, seed, [20, 30]);
        const segments = slic(picture, wanted, 2);
        expect(segments.count).toBeGreaterThanOrEqual(wanted / 2);
        expect(segments.count).toBeLessThanOrEqual(3 * wanted + 2);
        expect(new Set(segments.labels)).toEqual(
          new Set(Array.from({ length: segments.count }, (_, i) => i)),
        );
        expect(pieces(segments.labels, 20, 30)).toBe(segments.count);
        expect(slic(picture, wanted, 2)).toEqual(segments);
      }),
      { numRuns: 25 },
    );
  });

  it("follow an edge of colour", () => {
    const data = Float32Array.from({ length: 20 * 20 * 3 }, (_, i) => (Math.floor(i / 3) % 20 < 7 ? 2 : -2));
    const { labels: found } = slic({ data, count: 1, height: 20, width: 20 }, 6, 0.5);
    const left = new Set(Array.from(found).filter((_, p) => p % 20 < 7));
    const right = new Set(Array.from(found).filter((_, p) => p % 20 >= 7));
    expect([...left].filter((label) => right.has(label))).toEqual([]);
  });
});

describe.each([
  [lime, { ridge: 0, samples: 200 }],
  [kernelShap, { samples: 150 }],
  [kernelShap, { samples: 3000 }],
] as const)("$id with %o", (explainer, options) => {
  it("finds what each superpixel adds to a linear model", async () => {
    const [map] = await runExplainer({
      explainer: explainer as never,
      model,
      images,
      targets: [1],
      options: { ...options, segments: 9, compactness: 1, fill: "zero" },
      random: createRandom(2),
    });
    const want = shares();
    for (const [p, label] of labels.entries()) expect(map.data[p]).toBeCloseTo(want[label], 5);
  });
});

describe("Shapley values", () => {
  /** A game without additivity. */
  const worth = (shown: ArrayLike<number>) => {
    const held = Array.from(shown).map((one, i) => one * (i + 1));
    const sum = held.reduce((a, b) => a + b, 0);
    return Math.sqrt(sum) + (held[0] > 0 && held[2] > 0 ? 1.5 : 0) - held[1] * held[3];
  };

  it("of all coalitions are those of the definition", () => {
    const d = 5;
    const coalitions = drawCoalitions(100, d, createRandom(1));
    expect(coalitions).toHaveLength(2 ** d - 2);
    const ends = { none: worth(new Uint8Array(d)), all: worth(new Uint8Array(d).fill(1)) };
    const found = shapleyValues(
      coalitions,
      coalitions.map(({ shown }) => worth(shown)),
      ends,
    );
    const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
    for (let i = 0; i < d; i++) {
      let value = 0;
      for (let set = 0; set < 2 ** d; set++) {
        if ((set >> i) & 1) continue;
        const without = Array.from({ length: d }, (_, bit) => (set >> bit) & 1);
        const size = without.reduce((a, b) => a + b, 0);
        const weight = (factorial(size) * factorial(d - size - 1)) / factorial(d);
        value += weight * (worth(without.with(i, 1)) - worth(without));
      }
      expect(found[i]).toBeCloseTo(value, 9);
    }
  });

  it("sum to the whole gain, drawn or enumerated", () => {
    fc.assert(
      fc.property(
        fc.nat(1e6),
        fc.integer({ min: 1, max: 14 }),
        fc.integer({ min: 4, max: 60 }),
        (seed, d, samples) => {
          const random = createRandom(seed);
          const coalitions = drawCoalitions(samples, d, random);
          const values = shapleyValues(
            coalitions,
            coalitions.map(() => random.normal()),
            { none: -1, all: 2 },
          );
          expect(values).toHaveLength(d);
          expect(values.reduce((a, b) => a + b)).toBeCloseTo(3, 6);
        },
      ),
    );
  });

  it("drawn coalitions come with their complements and are neither empty nor whole", () => {
    const drawn = drawCoalitions(40, 20, createRandom(3));
    for (let n = 0; n < 40; n += 2) {
      expect(drawn[n].shown.map((one) => 1 - one)).toEqual(drawn[n + 1].shown);
      expect(new Set(drawn[n].shown).size).toBe(2);
    }
  });
});

describe("hidden superpixels", () => {
  it("take their own mean colour, which leaves a model of mean colours where it was", async () => {
    const coalitions = [new Uint8Array(count), new Uint8Array(count).fill(1)];
    const rest = { model, image: images, target: 1, segments: { labels, count }, score: "logit" } as const;
    const report = async () => {};
    const [mean, whole] = await scoreCoalitions({ ...rest, fill: "segment-mean", coalitions, report });
    expect(mean).toBeCloseTo(whole, 5);
    const [zero] = await scoreCoalitions({ ...rest, fill: "zero", coalitions, report });
    expect(zero).toBeCloseTo(0, 9);
  });
});

describe("least squares", () => {
  it("finds the coefficients that made the values, and 0 where nothing was seen", () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 1, max: 6 }), (seed, d) => {
        const random = createRandom(seed);
        const truth = Array.from({ length: d }, () => random.normal());
        const rows = Array.from({ length: 3 * d + 2 }, () => {
          const row = [...truth.map(() => random.normal()), 0];
          const value = truth.reduce((sum, b, i) => sum + b * row[i], 0);
          return { row, value, weight: 0.1 + random.uniform() };
        });
        const found = leastSquares(rows, new Float64Array(d + 1));
        for (let i = 0; i < d; i++) expect(found[i]).toBeCloseTo(truth[i], 6);
        expect(found[d]).toBe(0);
      }),
    );
  });
});

/** Connected pieces of equal labels. */
function pieces(values: Int32Array, height: number, width: number): number {
  const seen = new Uint8Array(values.length);
  let found = 0;
  for (let start = 0; start < values.length; start++) {
    if (seen[start]) continue;
    found++;
    const open = [start];
    seen[start] = 1;
    while (open.length > 0) {
      const p = open.pop() as number;
      const [y, x] = [Math.floor(p / width), p % width];
      const beside = [
        y > 0 ? p - width : p,
        y < height - 1 ? p + width : p,
        x > 0 ? p - 1 : p,
        x < width - 1 ? p + 1 : p,
      ];
      for (const next of beside) {
        if (seen[next] || values[next] !== values[start]) continue;
        seen[next] = 1;
        open.push(next);
      }
    }
  }
  return found;
}
