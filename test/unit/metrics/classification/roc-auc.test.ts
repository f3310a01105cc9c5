import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAnswers } from "#lib/metrics/classification/answers.ts";
import { oneVsRestAucs } from "#lib/metrics/classification/macro-roc-auc.ts";
import { oneVsRest } from "#lib/metrics/classification/one-vs-rest.ts";
import {
  delongVariance,
  logitInterval,
  type Placements,
  placements,
  rocAuc,
} from "#lib/metrics/classification/roc-auc.ts";
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
  it("is the share of pairs in order, and its variance DeLong's of the pairs", () => {
    fc.assert(
      fc.property(rankings, (ranking) => {
        const table = pairs(ranking);
        expect(auc(ranking)).toBeCloseTo(mean(table.flat()), 12);
        const rows = table.map(mean);
        const columns = table[0].map((_, n) => mean(table.map((row) => row[n])));
        const want = variance(rows) / rows.length + variance(columns) / columns.length;
        expect(delongVariance(place(ranking))).toBeCloseTo(want, 12);
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

  it("has no value without images of both kinds, and no interval where they do not overlap", () => {
    const scores = new Float64Array([1, 2, 3]);
    expect(placements(scores, () => true)).toEqual({ undefined: "one_class_only" });
    expect(placements(scores, () => false)).toEqual({ undefined: "class_absent" });
    expect(logitInterval(1, 0)).toEqual({ undefined: "no_spread" });
    expect(
      delongVariance({ positives: new Float64Array([1]), negatives: new Float64Array([1, 0.5]) }),
    ).toBeNull();
  });
});

describe("one-vs-rest AUCs", () => {
  const aucsOf = (answers: ReturnType<typeof simulatedAnswers>) => {
    const { predicted, labels, classes } = readAnswers(answers);
    return oneVsRestAucs(oneVsRest(answers.logits, predicted), labels, classes);
  };

  it("are one number for two classes, with the binary variance", () => {
    const { macro, perClass } = aucsOf(simulatedAnswers({ images: 60, classes: 2, signal: 1, seed: 1 }));
    if (!("value" in macro)) throw new Error(macro.undefined);
    for (const auc of perClass) {
      expect(auc).toMatchObject({ value: expect.closeTo(macro.value, 12) });
      expect((auc as { variance: number }).variance).toBeCloseTo(macro.variance!, 12);
    }
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
