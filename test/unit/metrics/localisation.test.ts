import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { averagePrecision } from "#lib/metrics/classification/average-precision.ts";
import { bestIou, IOU_THRESHOLDS, iou, iouOverThresholds } from "#lib/metrics/localisation/iou.ts";
import { massInAllBoxes, massInBestBox, massInside } from "#lib/metrics/localisation/mass-in-region.ts";
import { greyLevels, otsuIou, otsuThreshold } from "#lib/metrics/localisation/otsu-iou.ts";
import { pixelRocAuc } from "#lib/metrics/localisation/pixel-auc.ts";
import { pixelAveragePrecision } from "#lib/metrics/localisation/pixel-average-precision.ts";
import { pointingScore } from "#lib/metrics/localisation/pointing-game.ts";
import { rankAccuracy } from "#lib/metrics/localisation/rank-accuracy.ts";
import { topKIntersection } from "#lib/metrics/localisation/top-k.ts";

const SIZE = { height: 6, width: 8 };
const PIXELS = SIZE.height * SIZE.width;
const box = { x: 2, y: 1, width: 3, height: 4 };
const inside = Uint8Array.from({ length: PIXELS }, (_, i) => {
  const [x, y] = [i % 8, Math.floor(i / 8)];
  return x >= 2 && x < 5 && y >= 1 && y < 5 ? 1 : 0;
});
const region = Float32Array.from(inside);
const mask = { data: inside, ...SIZE };
const none = new Uint8Array(PIXELS);

const maps = fc
  .array(fc.float({ min: -2, max: 2, noNaN: true }), { minLength: PIXELS, maxLength: PIXELS })
  .map((values) => Float32Array.from(values))
  .filter((values) => values.some((value) => value !== values[0]));
const masks = fc
  .array(fc.constantFrom(0, 1), { minLength: PIXELS, maxLength: PIXELS })
  .map((values) => Uint8Array.from(values))
  .filter((values) => values.includes(1) && values.includes(0));
const numberOf = (score: object) => (score as { value: number }).value;

const RANKED = {
  "rank accuracy": rankAccuracy,
  "top-K": (values: Float32Array, of: Uint8Array) => topKIntersection(values, of, 10),
  "pointing game": (values: Float32Array, of: Uint8Array) => pointingScore(values, { data: of, ...SIZE }, 0),
  "pixel AUC": pixelRocAuc,
  "pixel average precision": pixelAveragePrecision,
};

describe.each(Object.entries(RANKED))("%s", (_, score) => {
  it("is 1 for the region itself, 0 or least for its complement, and says why it has no value", () => {
    expect(score(region, inside)).toEqual({ value: 1 });
    expect(
      numberOf(
        score(
          region.map((value) => 1 - value),
          inside,
        ),
      ),
    ).toBeLessThanOrEqual(0.25);
    // An empty mask is no hit (a known mistake of others), and a constant map is not scored by the order of its indices.
    expect(score(region, none)).toEqual({ undefined: "empty_mask" });
    expect(score(new Float32Array(PIXELS).fill(3), inside)).toEqual({ undefined: "constant_map" });
    expect(
      score(
        region.map(() => Number.NaN),
        inside,
      ),
    ).toEqual({ undefined: "non_finite_map" });
  });

  it("lies in [0, 1] and depends on the order of the pixels alone, whatever their signs", () => {
    fc.assert(
      fc.property(maps, masks, (values, of) => {
        const found = numberOf(score(values, of));
        expect(found).toBeGreaterThanOrEqual(0);
        expect(found).toBeLessThanOrEqual(1);
        const levels = [...new Set(values)].sort((a, b) => a - b);
        const moved = values.map((value) => levels.indexOf(value) - 100);
        expect(numberOf(score(moved, of))).toBeCloseTo(found, 12);
      }),
    );
  });
});

it("has a pixel AUC that a negated map turns round", () => {
  fc.assert(
    fc.property(maps, masks, (values, of) => {
      const [there, back] = [values, values.map((value) => -value)].map((map) =>
        numberOf(pixelRocAuc(map, of)),
      );
      expect(there + back).toBeCloseTo(1, 12);
    }),
  );
});

it("has no pixel AUC where nothing is outside", () => {
  const all = none.map(() => 1);
  expect(pixelRocAuc(region, all)).toEqual({ undefined: "single_class_mask" });
  expect(pixelAveragePrecision(region, all)).toEqual({ undefined: "single_class_mask" });
});

it("gives equal scores the average precision of their share, in whatever order they come", () => {
  expect(averagePrecision([1, 1, 1, 1], (i) => i < 1)).toEqual({ value: 0.25 });
  expect(averagePrecision([1, 1, 1, 1], (i) => i > 2)).toEqual({ value: 0.25 });
  expect(averagePrecision([3, 2, 1], (i) => i === 1)).toEqual({ value: 0.5 });
});

describe("the pointing game with a tolerance", () => {
  const wide = { height: 1, width: 40 };
  const peakAt5 = Float32Array.from({ length: 40 }, (_, i) => (i === 5 ? 1 : 0));
  const pixelAt = (x: number) => ({
    data: Uint8Array.from({ length: 40 }, (_, i) => (i === x ? 1 : 0)),
    ...wide,
  });

  it("misses at exactly the tolerance, hits below it, and can hit with none", () => {
    expect(pointingScore(peakAt5, pixelAt(20), 15)).toEqual({ value: 0 });
    expect(pointingScore(peakAt5, pixelAt(19), 15)).toEqual({ value: 1 });
    expect(pointingScore(peakAt5, pixelAt(5), 0)).toEqual({ value: 1 });
  });
});

describe("mass inside", () => {
  it("is 1 for a map equal to the box, whatever counts as mass", () => {
    for (const mass of ["positive", "absolute", "min-max"] as const)
      expect(massInside(region, inside, mass)).toEqual({ value: 1 });
    expect(massInBestBox(region, [{ x: 0, y: 0, width: 2, height: 2 }, box], SIZE)).toEqual({ value: 1 });
  });

  it("stays in [0, 1] on signed maps, where the plain quotient does not", () => {
    const signed = Float32Array.of(1, -0.9, 0.2, -0.1);
    const first = Uint8Array.of(1, 0, 0, 0);
    const plain = signed[0] / signed.reduce((sum, value) => sum + value);
    expect(plain).toBeGreaterThan(1);
    fc.assert(
      fc.property(maps, masks, fc.constantFrom("positive", "absolute", "min-max"), (values, of, mass) => {
        const score = massInside(values, of, mass as "positive");
        if ("undefined" in score) {
          expect(score.undefined).toMatch(/no_positive_mass|zero_map/);
          return;
        }
        expect(score.value).toBeGreaterThanOrEqual(0);
        expect(score.value).toBeLessThanOrEqual(1);
      }),
    );
    expect(numberOf(massInside(signed, first, "positive"))).toBeCloseTo(1 / 1.2, 6);
  });

  it("welcomes maps that are negative everywhere, by their height over the lowest value", () => {
    const negative = region.map((value) => value - 3);
    expect(massInside(negative, inside, "positive")).toEqual({ undefined: "no_positive_mass" });
    expect(massInside(negative, inside, "min-max")).toEqual({ value: 1 });
  });

  it("counts what two boxes share once", () => {
    const even = new Float32Array(PIXELS).fill(1);
    const wide = { ...box, width: 4 };
    expect(massInAllBoxes(even, [box, wide], SIZE)).toEqual({ value: 16 / PIXELS });
    expect(massInAllBoxes(even, [], SIZE)).toEqual({ undefined: "no_boxes" });
  });
});

describe("IoU", () => {
  it("is 1 for equal masks, symmetric, and has no value for two empty ones", () => {
    expect(iou(inside, inside)).toEqual({ value: 1 });
    expect(iou(none, none)).toEqual({ undefined: "empty_union" });
    fc.assert(
      fc.property(masks, masks, (a, b) => {
        expect(iou(a, b)).toEqual(iou(b, a));
      }),
    );
  });

  it("is best at the first threshold that parts inside from outside, whatever the map's sign", () => {
    const shade = region.map((value, i) => (value ? 0.7 : 0.1 * (i % 3)));
    const best = { value: 1, tau: 0.3 };
    expect(bestIou(shade, inside, IOU_THRESHOLDS)).toEqual(best);
    expect(
      bestIou(
        shade.map((value) => 10 * value - 40),
        inside,
        IOU_THRESHOLDS,
      ),
    ).toEqual(best);
    const negative = shade.map((value) => value - 5);
    expect(iouOverThresholds(negative, inside, [0.5], "max")).toEqual({ undefined: "no_positive_mass" });
  });

  it("by Otsu's threshold finds two plain halves, and the mask never changes the threshold", () => {
    const otsu = otsuIou(region, inside);
    expect(otsu).toMatchObject({ iou: { value: 1 }, foreground: 12 });
    fc.assert(
      fc.property(maps, (values) => {
        const levels = greyLevels(values);
        const threshold = otsuThreshold(levels);
        const between = (t: number) => {
          const low = [...levels].filter((level) => level <= t);
          const high = [...levels].filter((level) => level > t);
          const mean = (list: number[]) => list.reduce((sum, one) => sum + one, 0) / list.length;
          return low.length && high.length ? low.length * high.length * (mean(low) - mean(high)) ** 2 : 0;
        };
        const best = Math.max(...Array.from({ length: 256 }, (_, t) => between(t)));
        expect(between(threshold)).toBeGreaterThanOrEqual(best * (1 - 1e-9));
      }),
      { numRuns: 20 },
    );
  });
});
it("says of every mask-based score that the mask is unused where nothing is marked", () => {
  expect(otsuIou(region, none)).toEqual({ undefined: "empty_mask" });
  expect(pointingScore(region, { ...mask, data: none }, 15)).toEqual({ undefined: "empty_mask" });
});
