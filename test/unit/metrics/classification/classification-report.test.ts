import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LabelledLogits } from "#lib/metrics/classification/answers.ts";
import { binOf, expectedCalibrationError } from "#lib/metrics/classification/calibration.ts";
import { classificationReport } from "#lib/metrics/classification/classification-report.ts";
import { countMargins } from "#lib/metrics/classification/confusion-matrix.ts";
import { kappa } from "#lib/metrics/classification/kappa.ts";
import { matthewsCorrelation } from "#lib/metrics/classification/matthews-correlation.ts";
import { MEASURE_IDS, measures } from "#lib/metrics/classification/measures.ts";
import { f1Estimate } from "#lib/metrics/classification/precision-recall.ts";
import { ClassificationReport, type Reported } from "#lib/metrics/classification/report.ts";
import { cohenKappa } from "#lib/stats/agreement/cohen-kappa.ts";
import { wilson } from "#lib/stats/proportion/wilson.ts";
import { simulatedAnswers } from "#test/support/simulated-answers.ts";

const reportOn = (answers: LabelledLogits, seed = 1, resamples = 200) =>
  classificationReport({ ...answers, seed, resamples });

/** Logits that answer `predicted`, with the same confidence everywhere. */
function answering(predicted: readonly number[], labels: readonly number[], classes: number): LabelledLogits {
  const logits = Float32Array.from(
    predicted.flatMap((p) => Array.from({ length: classes }, (_, c) => (c === p ? 2 : 0))),
  );
  return { logits, labels, classNames: Array.from({ length: classes }, (_, c) => `class ${c}`) };
}

/** Small data sets of three classes, some of them without a class or with one that is never predicted. */
const small = fc
  .array(
    fc.record({ label: fc.nat(2), row: fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: -8, max: 8 }))) }),
    {
      minLength: 1,
      maxLength: 25,
    },
  )
  .map(
    (images): LabelledLogits => ({
      logits: Float32Array.from(images.flatMap(({ row }) => row.map((value) => value / 4))),
      labels: images.map(({ label }) => label),
      classNames: ["a", "b", "c"],
    }),
  );

function everyNumber(report: ClassificationReport): [Reported, readonly [number, number | null]][] {
  const share = [0, 1] as const;
  return [
    ...MEASURE_IDS.map(
      (id) => [report.measures[id], measures[id].range] as [Reported, [number, number | null]],
    ),
    ...report.perClass.flatMap(({ precision, recall, f1, auc }) =>
      [precision, recall, f1, auc].map((value) => [value, share] as [Reported, typeof share]),
    ),
    ...report.calibration.bins.map(({ accuracy }) => [accuracy, share] as [Reported, typeof share]),
  ];
}

describe("the classification report", () => {
  it("gives every number in its range with an interval, or says why not", () => {
    fc.assert(
      fc.property(small, (answers) => {
        for (const [got, [lowest, highest]] of everyNumber(reportOn(answers, 1, 60))) {
          if ("undefined" in got) {
            expect(got.undefined).toMatch(/^[a-z_]+$/);
            continue;
          }
          expect(got.value).toBeGreaterThanOrEqual(lowest);
          expect(got.value).toBeLessThanOrEqual((highest ?? Number.MAX_VALUE) + 1e-12);
          if (got.low === null) {
            expect(got.reason).toMatch(/^(no_spread|too_few_replicates|fewer_than_two_values)$/);
            continue;
          }
          expect(got.low).toBeGreaterThanOrEqual(lowest);
          expect(got.high).toBeLessThanOrEqual((highest ?? Number.MAX_VALUE) + 1e-12);
          expect(got.low).toBeLessThan(got.high);
          expect(got.value).toBeGreaterThanOrEqual(got.low);
          expect(got.value).toBeLessThanOrEqual(got.high);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("counts every image once in the confusion matrix, the bins and the classes", () => {
    fc.assert(
      fc.property(small, (answers) => {
        const { images, confusion, perClass, calibration, measures: got } = reportOn(answers, 1, 20);
        expect(images).toBe(answers.labels.length);
        const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);
        expect(sum(confusion.flat())).toBe(images);
        expect(sum(calibration.bins.map((bin) => bin.images))).toBe(images);
        perClass.forEach((row, c) => {
          expect(sum(confusion[c])).toBe(row.images);
          expect(sum(confusion.map((others) => others[c]))).toBe(row.predicted);
          expect(confusion[c][c]).toBe(row.correct);
        });
        expect(got.accuracy).toMatchObject({ value: sum(perClass.map((row) => row.correct)) / images });
      }),
      { numRuns: 40 },
    );
  });

  it("is the same for the same seed; another seed moves nothing but resampled intervals", () => {
    const answers = simulatedAnswers({ images: 80, classes: 4, signal: 1.5, sharpness: 4, seed: 5 });
    expect(reportOn(answers)).toEqual(reportOn(answers));
    const [one, other] = [reportOn(answers, 1), reportOn(answers, 2)];
    for (const id of MEASURE_IDS) {
      const [a, b] = [one.measures[id], other.measures[id]];
      if ("undefined" in a || "undefined" in b) continue;
      expect(a.value).toBe(b.value);
      const isSame = a.low === b.low && a.high === b.high;
      expect([id, isSame]).toEqual([id, !measures[id].interval.includes("bootstrap")]);
    }
    expect(one.perClass).toEqual(other.perClass);
  });

  it("survives being stored as JSON", () => {
    const report = reportOn(simulatedAnswers({ images: 40, classes: 7, signal: 2, seed: 6 }));
    expect(ClassificationReport.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  });

  it("is sure of accuracy as far as the images allow, and of nothing else, when all is right", () => {
    const labels = Array.from({ length: 30 }, (_, i) => i % 3);
    const { measures: got, perClass } = reportOn(answering(labels, labels, 3));
    expect(got.accuracy).toMatchObject({
      value: 1,
      low: expect.closeTo(30 / (30 + 1.959964 ** 2), 6),
      high: 1,
    });
    for (const id of ["precision", "recall", "f1", "kappa", "mcc", "auc"] as const)
      expect(got[id]).toMatchObject({ value: 1, low: null, high: null, reason: "no_spread" });
    expect(perClass[0].precision).toMatchObject({ value: 1, high: 1 });
    expect((perClass[0].f1 as { low: number }).low).toBeLessThan(0.9);
    expect((perClass[0].auc as { low: number }).low).toBeLessThan(0.95);
  });

  it("says why a number is missing", () => {
    const labels = [0, 1, 2, 0, 1, 2];
    const never = reportOn(answering([0, 1, 1, 0, 1, 1], labels, 3));
    expect(never.perClass[2].precision).toEqual({ undefined: "no_predicted_positives" });
    expect(never.perClass[2].recall).toMatchObject({ value: 0 });
    expect(never.perClass[2].f1).toMatchObject({ value: 0, low: 0 });
    expect(never.measures.precision).toEqual({ undefined: "no_predicted_positives" });
    expect(never.measures.recall).toMatchObject({ value: expect.closeTo(2 / 3, 12) });

    const absent = reportOn(answering([0, 1, 2, 0, 1, 2], [0, 1, 1, 0, 1, 0], 3));
    for (const id of ["precision", "recall", "f1", "auc"] as const) {
      expect(absent.perClass[2][id]).toEqual({ undefined: "class_absent" });
      expect(absent.measures[id]).toEqual({ undefined: "class_absent" });
    }
    const single = reportOn(answering([1, 1, 1], [1, 1, 1], 3));
    expect(single.perClass[1].auc).toEqual({ undefined: "one_class_only" });
    expect(single.measures.kappa).toEqual({ undefined: "no_variation" });
    expect(single.measures.mcc).toEqual({ undefined: "no_variation" });
    expect(single.measures.top5).toEqual({ undefined: "too_few_classes" });
  });

  it("keeps the interval when resamples lose a class that has few images", () => {
    const answers = simulatedAnswers({ images: 40, classes: 20, signal: 2, seed: 8 });
    for (const id of ["recall", "f1"] as const)
      expect(reportOn(answers).measures[id]).toMatchObject({
        low: expect.any(Number),
        high: expect.any(Number),
      });
  });

  it("refuses what it cannot report on", () => {
    const answers = simulatedAnswers({ images: 4, classes: 2, signal: 1, seed: 9 });
    expect(() => reportOn({ ...answers, logits: new Float32Array(0), labels: [] })).toThrow(
      /no labelled image/,
    );
    expect(() => reportOn({ ...answers, labels: [0, 1, 2, 0] })).toThrow(/no class 2/);
    const broken = answers.logits.slice();
    broken[5] = Number.NaN;
    expect(() => reportOn({ ...answers, logits: broken })).toThrow(/image 2 holds NaN/);
    expect(() => reportOn({ ...answers, labels: [0, 1] })).toThrow(/logits/);
  });
});

describe("agreement with the truth", () => {
  const labelled = fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 2, maxLength: 60 });

  it("is 1 for perfect answers and the same from margins as from the table", () => {
    fc.assert(
      fc.property(labelled, (pairs) => {
        const labels = Int32Array.from(pairs, ([label]) => label);
        const predicted = Int32Array.from(pairs, ([, answer]) => answer);
        const perfect = countMargins({ labels, predicted: labels, classes: 4 });
        if (new Set(labels).size > 1) {
          expect(kappa(perfect)).toEqual({ value: 1 });
          expect(matthewsCorrelation(perfect)).toMatchObject({ value: expect.closeTo(1, 12) });
        } else expect(kappa(perfect)).toEqual({ undefined: "no_variation" });
        const table = Array.from({ length: 4 }, (_, t) =>
          Array.from(
            { length: 4 },
            (_, p) => pairs.filter(([label, answer]) => label === t && answer === p).length,
          ),
        );
        const fromMargins = kappa(countMargins({ labels, predicted, classes: 4 }));
        const fromTable = cohenKappa(table);
        if ("undefined" in fromTable) expect(fromMargins).toEqual(fromTable);
        else expect(fromMargins).toMatchObject({ value: expect.closeTo(fromTable.value, 10) });
      }),
    );
  });
});

describe("F1's interval", () => {
  it("is Wilson's when prediction and class cover the same images", () => {
    const jaccard = wilson(6, 10);
    const got = f1Estimate({ actual: 8, predicted: 8, correct: 6 });
    if ("undefined" in got || "undefined" in jaccard) throw new Error("undefined");
    expect(got.value).toBeCloseTo(0.75, 12);
    expect(got.low).toBeCloseTo((2 * jaccard.low) / (1 + jaccard.low), 12);
    expect(got.n).toBe(10);
  });
});

describe("the calibration error", () => {
  it("is 0 when accuracy is confidence in every bin, and 1 for a sure model that is always wrong", () => {
    const confidence = Float64Array.from([0.5, 0.5, 0.75, 0.75, 0.75, 0.75]);
    const right = [1, 0, 1, 1, 1, 0];
    const gaps = confidence.map((share, i) => share - right[i]);
    for (const kind of ["equal-width", "equal-mass"] as const)
      expect(
        expectedCalibrationError(gaps, binOf(confidence, { kind, bins: kind === "equal-mass" ? 1 : 15 }), 15),
      ).toEqual({
        value: 0,
      });
    const sure = new Float64Array(7).fill(1);
    expect(expectedCalibrationError(sure, binOf(sure, { kind: "equal-width", bins: 15 }), 15)).toEqual({
      value: 1,
    });
  });

  it("lies between 0 and 1, and bins of one size hold the same number of images", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 50 }),
        fc.integer({ min: 1, max: 20 }),
        (shares, bins) => {
          const confidence = Float64Array.from(shares);
          const bin = binOf(confidence, { kind: "equal-mass", bins });
          const sizes = new Int32Array(bins);
          for (const b of bin) sizes[b]++;
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
          const gaps = confidence.map((share, i) => share - (i % 2));
          const error = expectedCalibrationError(gaps, bin, bins) as { value: number };
          expect(error.value).toBeGreaterThanOrEqual(0);
          expect(error.value).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it("does not hold against a calibrated model what chance explains, and finds one that is too sure", () => {
    const run = (sharpness: number) =>
      Array.from({ length: 40 }, (_, i) => {
        const answers = simulatedAnswers({
          images: 200,
          classes: 5,
          signal: 1.5,
          sharpness,
          seed: `ece ${i}`,
        });
        const { ece } = reportOn(answers, i, 100).measures;
        return "undefined" in ece ? null : ece.low;
      });
    expect(run(1).filter((low) => low === 0).length).toBeGreaterThanOrEqual(36);
    expect(run(4).filter((low) => low === 0).length).toBeLessThanOrEqual(4);
  });
});
