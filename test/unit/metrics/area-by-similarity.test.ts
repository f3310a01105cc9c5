import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { areaBySimilarity, jointAreas } from "#lib/metrics/contrast/area-by-similarity.ts";
import { createRandom } from "#lib/tensor/random.ts";

const options = () => ({ random: createRandom(1), replicates: 200 });
const value = (estimate: object) => (estimate as { value: number }).value;

/** Four classes on a line: the nearer, the more similar. */
const similarity = [0, 1, 2, 3].map((a) => [0, 1, 2, 3].map((b) => 1 / (1 + Math.abs(a - b) + 0.01 * b)));
const labels = Array.from({ length: 40 }, (_, i) => i % 4);

describe("area by class similarity", () => {
  it("is what was put in when area falls with dissimilarity exactly", () => {
    const areas = labels.map((a) => similarity[a]);
    const { groups, rankCorrelation } = areaBySimilarity(areas, labels, similarity, options());
    expect(value(rankCorrelation)).toBeCloseTo(1, 12);
    expect(value(groups.trueClass)).toBeCloseTo(
      labels.reduce((sum, a) => sum + similarity[a][a], 0) / 40,
      12,
    );
    expect(value(groups.trueClass)).toBeGreaterThan(value(groups.similar));
    expect(value(groups.similar)).toBeGreaterThan(value(groups.middle));
    expect(value(groups.middle)).toBeGreaterThan(value(groups.dissimilar));
  });

  it("turns its sign with the areas, and keeps its value inside its interval", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = createRandom(seed);
        const areas = labels.map(() => Array.from({ length: 4 }, random.uniform));
        const negated = areas.map((row) => row.map((area) => -area));
        const a = areaBySimilarity(areas, labels, similarity, options()).rankCorrelation;
        const b = areaBySimilarity(negated, labels, similarity, options()).rankCorrelation;
        if (!("value" in a) || !("value" in b)) throw new Error("undefined");
        expect(a.value).toBeCloseTo(-b.value, 12);
        expect(a.low).toBeLessThanOrEqual(a.value + 1e-9);
        expect(a.high).toBeGreaterThanOrEqual(a.value - 1e-9);
      }),
      { numRuns: 10 },
    );
  });

  it("holds a correlation that most resamples fall short of", () => {
    const random = createRandom(5444);
    const areas = labels.map(() => Array.from({ length: 4 }, random.uniform));
    const { rankCorrelation } = areaBySimilarity(areas, labels, similarity, options());
    expect(rankCorrelation).toMatchObject({ value: -1, low: -1 });
  });

  it("leaves out a class without images", () => {
    const some = labels.map((label) => label % 3);
    const known = similarity.map((row, a) => (a === 3 ? null : row));
    const areas = some.map((a) => similarity[a]);
    expect(value(areaBySimilarity(areas, some, known, options()).rankCorrelation)).toBeCloseTo(1, 12);
  });
});

it("scales an image's maps jointly", () => {
  expect(jointAreas(Float32Array.of(0, 4, 2, 2), 2)).toEqual([0.5, 0.5]);
  expect(jointAreas(Float32Array.of(0, 0, 0, 4), 2)).toEqual([0, 0.5]);
  expect(jointAreas(Float32Array.of(3, 3, 3, 3), 2)).toEqual([0, 0]);
});
