import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readAnswers } from "#lib/metrics/classification/answers.ts";
import { classificationReport } from "#lib/metrics/classification/classification-report.ts";
import { confusionMatrix, countMargins } from "#lib/metrics/classification/confusion-matrix.ts";
import { kappa } from "#lib/metrics/classification/kappa.ts";
import { matthewsCorrelation } from "#lib/metrics/classification/matthews-correlation.ts";
import { MEASURE_IDS, type MeasureId } from "#lib/metrics/classification/measures.ts";
import { classCounts, f1, precision, recall } from "#lib/metrics/classification/precision-recall.ts";
import { placements, rocAuc } from "#lib/metrics/classification/roc-auc.ts";
import { rankOfClass, topKAccuracy } from "#lib/metrics/classification/top-k-accuracy.ts";
import { cohenKappa } from "#lib/stats/agreement/cohen-kappa.ts";
import { reflectedInterval, replicate } from "#lib/stats/bootstrap.ts";
import { meanAt } from "#lib/stats/bootstrap-mean.ts";
import type { Value } from "#lib/stats/estimate.ts";
import { wilson } from "#lib/stats/proportion/wilson.ts";

type Undefinable<T> = T | { undefined: string };
const isReason = (value: unknown): value is { undefined: string } =>
  typeof value === "object" && value !== null && "undefined" in value;

function read<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`./golden/${file}.json`, import.meta.url), "utf8"));
}
const cases = <T>(file: string) => read<{ cases: (T & { name: string })[] }>(file).cases;

function near(got: number, want: number) {
  expect(Math.abs(got - want), `${got} for ${want}`).toBeLessThanOrEqual(1e-9 + 1e-9 * Math.abs(want));
}
function numberOf(value: Value): number {
  if ("undefined" in value) throw new Error(`undefined: ${value.undefined}`);
  return value.value;
}
/** scikit-learn's zero_division=0 and its MCC of 0/0; ours say why instead. */
const zeroIfUndefined = (value: Value) => ("undefined" in value ? 0 : value.value);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("classification scores", () => {
  interface Case {
    y: number[];
    prob: number[][];
    expected: {
      accuracy: number;
      balanced_accuracy: number;
      precision_macro: number;
      recall_macro: number;
      f1_macro: number;
      f1_micro: number;
      f1_weighted: number;
      per_class: Record<"precision" | "recall" | "f1" | "support", number[]>;
      confusion: number[][];
      cohen_kappa: Undefinable<number>;
      top2_accuracy: number;
      mcc?: number;
      auc?: Undefinable<number>;
      auc_ovr_macro?: Undefinable<number>;
      binary?: { precision_strict?: { undefined: string } };
    };
  }

  it.each(cases<Case>("metrics/classification"))("$name", ({ y, prob, expected }) => {
    const classes = prob[0].length;
    const predicted = Int32Array.from(prob, (row) => row.indexOf(Math.max(...row)));
    const labels = Int32Array.from(y);
    const margins = countMargins({ labels, predicted, classes });
    const counts = Array.from({ length: classes }, (_, c) => classCounts(margins, c));
    const table = confusionMatrix(labels, predicted, classes);
    expect(table).toEqual(expected.confusion);

    const ranks = prob.map((row, i) => rankOfClass(row, y[i]));
    near(numberOf(topKAccuracy(ranks, 1)), expected.accuracy);
    near(numberOf(topKAccuracy(ranks, 2)), expected.top2_accuracy);

    const { per_class } = expected;
    for (const [measure, want, macro] of [
      [precision, per_class.precision, expected.precision_macro],
      [recall, per_class.recall, expected.recall_macro],
      [f1, per_class.f1, expected.f1_macro],
    ] as const) {
      const values = counts.map((count) => zeroIfUndefined(measure(count)));
      values.forEach((value, c) => {
        near(value, want[c]);
      });
      near(mean(values), macro);
    }
    counts.forEach((count, c) => {
      expect(count.actual).toBe(per_class.support[c]);
      if (count.actual === 0) expect(recall(count)).toEqual({ undefined: "class_absent" });
      else if (count.predicted === 0)
        expect(precision(count)).toEqual({ undefined: "no_predicted_positives" });
    });
    if (expected.binary?.precision_strict)
      expect(precision(counts[1])).toEqual(expected.binary.precision_strict);
    near(
      mean(counts.filter((c) => c.actual > 0).map((c) => numberOf(recall(c)))),
      expected.balanced_accuracy,
    );
    const weighted = counts.map((count) => (zeroIfUndefined(f1(count)) * count.actual) / y.length);
    near(
      weighted.reduce((sum, value) => sum + value),
      expected.f1_weighted,
    );

    for (const got of [cohenKappa(table), kappa(margins)]) {
      if (isReason(expected.cohen_kappa)) expect(got).toEqual(expected.cohen_kappa);
      else near(numberOf(got), expected.cohen_kappa);
    }
    if (expected.mcc !== undefined) near(zeroIfUndefined(matthewsCorrelation(margins)), expected.mcc);

    const aucOf = (c: number): Value => {
      const placed = placements(
        Float64Array.from(prob, (row) => row[c]),
        (i) => y[i] === c,
      );
      return "undefined" in placed ? placed : { value: rocAuc(placed) };
    };
    if (isReason(expected.auc)) expect(aucOf(1)).toEqual(expected.auc);
    else if (expected.auc !== undefined) near(numberOf(aucOf(1)), expected.auc);
    if (expected.auc_ovr_macro !== undefined) {
      near(mean(counts.map((_, c) => numberOf(aucOf(c)))), expected.auc_ovr_macro as number);
    }
  });
});

describe("the report of scikit-learn's case", () => {
  interface Case {
    classes: number;
    labels: number[];
    logits: number[][];
    expected: Record<MeasureId, number> & {
      perClass: Record<"precision" | "recall" | "f1" | "auc" | "images", number>[];
      confusion: number[][];
    };
  }
  const { classes, labels, logits, expected } = read<Case>("metrics/classification-report");
  const report = classificationReport({
    logits: Float32Array.from(logits.flat()),
    labels,
    classNames: Array.from({ length: classes }, (_, c) => `class ${c}`),
    seed: 1,
    resamples: 200,
  });

  it.each(MEASURE_IDS)("has its %s", (id) => {
    near(numberOf(report.measures[id]), expected[id]);
  });

  it("has its numbers class by class, and its confusion matrix", () => {
    report.perClass.forEach((row, c) => {
      expect(row.images).toBe(expected.perClass[c].images);
      for (const id of ["precision", "recall", "f1", "auc"] as const)
        near(numberOf(row[id]), expected.perClass[c][id]);
    });
    expect(report.confusion).toEqual(expected.confusion);
  });
});

describe("Wilson's interval", () => {
  interface Case {
    k: number;
    n: number;
    expected: { wilson95: [number, number]; wilson90: [number, number]; undefined?: string };
  }
  it.each(cases<Case>("stats/proportion_ci"))("$name", ({ k, n, expected }) => {
    if (expected.undefined) return expect(wilson(k, n)).toEqual({ undefined: "no_values" });
    for (const [level, want] of [
      [0.95, expected.wilson95],
      [0.9, expected.wilson90],
    ] as const) {
      const got = wilson(k, n, level);
      if ("undefined" in got) throw new Error(got.undefined);
      near(got.low, want[0]);
      near(got.high, want[1]);
    }
  });
});

describe("the reflected interval", () => {
  interface Case {
    x: number[];
    indices: number[][];
    expected: { mean: { estimate: number; basic95?: [number, number] } };
  }
  it.each(cases<Case>("stats/bootstrap").filter(({ expected }) => expected.mean.basic95))(
    "$name",
    ({ x, indices, expected }) => {
      let next = 0;
      const draw = (into: Int32Array) => into.set(indices[next++]);
      const values = Float64Array.from(x);
      const means = replicate(x.length, indices.length, draw, (at) => meanAt(values, at));
      const { low, high } = reflectedInterval(expected.mean.estimate, means, 0.95);
      near(low, expected.mean.basic95![0]);
      near(high, expected.mean.basic95![1]);
    },
  );
});

it("reads logits as the golden cases read probabilities", () => {
  const { y, prob } = cases<{ y: number[]; prob: number[][] }>("metrics/classification")[1];
  const logits = Float32Array.from(prob.flat(), Math.log);
  const answers = readAnswers({ logits, labels: y, classNames: ["a", "b", "c", "d"] });
  expect(Array.from(answers.predicted)).toEqual(prob.map((row) => row.indexOf(Math.max(...row))));
  answers.confidence.forEach((value, i) => {
    expect(value).toBeCloseTo(Math.max(...prob[i]), 6);
  });
});
