import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAnswers } from "#lib/metrics/classification/answers.ts";
import { logitInterval, newcombeInterval } from "#lib/metrics/classification/auc-interval.ts";
import { oneVsRestAucs } from "#lib/metrics/classification/macro-roc-auc.ts";
import { oneVsRest } from "#lib/metrics/classification/one-vs-rest.ts";
import { type Placements, placements, rocAuc } from "#lib/metrics/classification/roc-auc.ts";
import { simulatedAnswers } from "#test/support/simulated-answers.ts";

interface Ranking {
  scores: number[];
  positive: boolean[];
}

/** Scores on a coarse grid, so that ties are common; at least two images of each kind. */
const rankings = fc
  .array(fc.tuple(fc.integer({ min: -6, max: 6 }), fc.boolean()), { minLength: 4, maxLength: 40 })
  .map((pairs): Ranking => ({ scores: pairs.map(([s]) => s / 4), positive: pairs.map(([, p]) => p) }))
  .filter(({ positive }) => {
    const count = positive.filter(Boolean).length;
    return count >= 2 && positive.length - count >= 2;
  });

function place({ scores, positive }: Ranking): Placements {
  const placed = placements(Float64Array.from(scores), (i) => positive[i]);
  if ("undefined" in placed) throw new Error(placed.undefined);
  return placed;
}
const auc = (ranking: Ranking) => rocAuc(place(ranking));

/** Every pair of a positive and a negative: 1 if in order, 1/2 if tied. */
function pairs({ scores, positive }: Ranking): number[][] {
  const of = (kind: boolean) => scores.filter((_, i) => positive[i] === kind);
  return of(true).map((p) => of(false).map((n) => (p > n ? 1 : p === n ? 0.5 : 0)));
}
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1);

describe("the area under the ROC curve", () => {
  it("is the share of pairs in order, and so is the mean over the negatives", () => {
    fc.assert(
      fc.property(rankings, (ranking) => {
        const table = pairs(ranking);
        expect(auc(ranking)).toBeCloseTo(mean(table.flat()), 12);
        expect(mean([...place(ranking).negatives])).toBeCloseTo(mean(table.flat()), 12);
      }),
    );
  });

  it("depends on the order of the scores alone", () => {
    const rising = fc.constantFrom(
      (x: number) => 3 * x - 7,
      (x: number) => Math.exp(x),
      (x: number) => x ** 3,
      (x: number) => Math.atan(x),
    );
    fc.assert(
      fc.property(rankings, rising, ({ scores, positive }, transform) => {
        expect(auc({ scores: scores.map(transform), positive })).toBe(auc({ scores, positive }));
      }),
    );
  });

  it("turns over with the scores and with the classes", () => {
    fc.assert(
      fc.property(rankings, ({ scores, positive }) => {
        const turned = 1 - auc({ scores, positive });
        expect(auc({ scores: scores.map((s) => -s), positive })).toBeCloseTo(turned, 12);
        expect(auc({ scores, positive: positive.map((p) => !p) })).toBeCloseTo(turned, 12);
      }),
    );
  });

  it("has no value without images of both kinds", () => {
    const scores = new Float64Array([1, 2, 3]);
    expect(placements(scores, () => true)).toEqual({ undefined: "one_class_only" });
    expect(placements(scores, () => false)).toEqual({ undefined: "class_absent" });
  });
});

describe("the interval of an AUC", () => {
  const counts = fc.integer({ min: 1, max: 400 });

  it("ends where Newcombe's score equation holds, and turns over with the scores", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), counts, counts, (auc, m, q) => {
        const { low, high } = newcombeInterval(auc, m, q);
        expect(low).toBeLessThanOrEqual(auc);
        expect(high).toBeGreaterThanOrEqual(auc);
        const n = (m + q) / 2 - 1;
        for (const a of [low, high]) {
          if (a < 1e-9 || a > 1 - 1e-9) continue;
          const [q1, q2] = [a / (2 - a), (2 * a * a) / (1 + a)];
          const variance = (a * (1 - a) + n * (q1 - a * a) + n * (q2 - a * a)) / (m * q);
          expect((auc - a) ** 2 / variance).toBeCloseTo(1.959963985 ** 2, 4);
        }
        const turned = newcombeInterval(1 - auc, q, m);
        expect(turned.low).toBeCloseTo(1 - high, 9);
        expect(turned.high).toBeCloseTo(1 - low, 9);
      }),
    );
  });

  it("does not claim to be sure of a perfect AUC, and less so with fewer images", () => {
    const of = (m: number) => newcombeInterval(1, m, 100);
    expect(of(10).high).toBe(1);
    expect(of(10).low).toBeLessThan(of(40).low);
    expect(of(40).low).toBeLessThan(1);
    // 1 - A = z^2 A (1 + n (1-A)/(2-A) + n A/(1+A)) / (m q) at the lower end.
    const [a, n] = [of(10).low, 54];
    expect(1 - a).toBeCloseTo(
      (1.959963985 ** 2 * a * (1 + (n * (1 - a)) / (2 - a) + (n * a) / (1 + a))) / 1000,
      8,
    );
  });

  it("has no spread on the logit scale where no class overlaps another", () => {
    expect(logitInterval(1, 0)).toEqual({ undefined: "no_spread" });
    const got = logitInterval(0.9, 0.001);
    if ("undefined" in got) throw new Error(got.undefined);
    expect(0.9 - got.low).toBeGreaterThan(got.high - 0.9);
  });
});

describe("one-vs-rest AUCs", () => {
  const aucsOf = (answers: ReturnType<typeof simulatedAnswers>) => {
    const { predicted, labels, classes } = readAnswers(answers);
    return oneVsRestAucs(oneVsRest(answers.logits, predicted), labels, classes);
  };

  it("are one number for two classes, with DeLong's variance of the pairs", () => {
    const answers = simulatedAnswers({ images: 60, classes: 2, signal: 1, seed: 1 });
    const { macro, perClass } = aucsOf(answers);
    if (!("value" in macro)) throw new Error(macro.undefined);
    for (const auc of perClass) expect(auc).toEqual({ value: expect.closeTo(macro.value, 12) });
    const scores = answers.labels.map((_, i) => answers.logits[2 * i + 1] - answers.logits[2 * i]);
    const table = pairs({ scores, positive: answers.labels.map((label) => label === 1) });
    const rows = table.map(mean);
    const columns = table[0].map((_, n) => mean(table.map((row) => row[n])));
    const want = variance(rows) / rows.length + variance(columns) / columns.length;
    expect(macro.variance).toBeCloseTo(want, 12);
  });

  it("have the variance of their mean that a jackknife over the images finds", () => {
    const answers = simulatedAnswers({ images: 240, classes: 4, signal: 1.5, seed: 3 });
    const { macro } = aucsOf(answers);
    if (!("value" in macro)) throw new Error(macro.undefined);
    // Left out within its class, as the variance takes the classes: sum_y (n_y - 1)/n_y sum_i (theta_-i - mean_y)^2.
    const without = answers.labels.map((_, gone) => {
      const labels = answers.labels.filter((_, i) => i !== gone);
      const logits = answers.logits.filter((_, at) => Math.floor(at / 4) !== gone);
      return (aucsOf({ ...answers, labels, logits }).macro as { value: number }).value;
    });
    const jackknife = [0, 1, 2, 3].reduce((sum, y) => {
      const own = without.filter((_, i) => answers.labels[i] === y);
      return sum + ((own.length - 1) ** 2 / own.length) * variance(own);
    }, 0);
    expect(macro.variance! / jackknife).toBeCloseTo(1, 1);
  });

  it("tell apart answers so sure that their probabilities are all 1", () => {
    // Softmax is 1 in float64 for each of these, but the images are in perfect order of the margin.
    const margins = [100, 90, 80, 70];
    const logits = Float32Array.from(margins.flatMap((margin) => [margin, 0]));
    const labels = [0, 0, 1, 1];
    const { perClass } = aucsOf({ logits, labels, classNames: ["a", "b"] });
    expect(perClass[0]).toMatchObject({ value: 1 });
    expect(perClass[1]).toMatchObject({ value: 1 });
  });

  it("lack what a class without images, or with one, cannot give", () => {
    const lacking = simulatedAnswers({ images: 30, classes: 3, signal: 2, seed: 2 });
    const none = aucsOf({ ...lacking, labels: lacking.labels.map((label) => Math.min(label, 1)) });
    expect(none.perClass[2]).toEqual({ undefined: "class_absent" });
    expect(none.macro).toEqual({ undefined: "class_absent" });
    const one = aucsOf({
      ...lacking,
      labels: lacking.labels.map((label, i) => (i === 2 ? 2 : Math.min(label, 1))),
    });
    expect(one.macro).toMatchObject({ value: expect.any(Number), variance: null });
  });
});
