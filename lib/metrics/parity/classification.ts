import type { Value } from "#lib/stats/estimate.ts";
import { averagePrecision } from "../classification/average-precision.ts";
import { confusionMatrix, countMargins } from "../classification/confusion-matrix.ts";
import { kappa } from "../classification/kappa.ts";
import { oneVsRestAucs } from "../classification/macro-roc-auc.ts";
import { matthewsCorrelation } from "../classification/matthews-correlation.ts";
import { oneVsOneAuc } from "../classification/one-vs-one-auc.ts";
import { type ClassCounts, classCounts, f1, precision, recall } from "../classification/precision-recall.ts";
import { placements, rocAuc } from "../classification/roc-auc.ts";
import { rankOfClass, topKAccuracy } from "../classification/top-k-accuracy.ts";
import { type Answer, asExpected } from "./metric-case.ts";

/** What scikit-learn gives as 0 has a reason here. */
const orZero = (value: Value) => ("undefined" in value ? 0 : value.value);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of two classes: where one is absent there is only the other. */
function binaryAnswer(score: Value) {
  return "undefined" in score ? { undefined: "one_class_only" } : score.value;
}

/** Scores of probabilities on labelled images; of equal probabilities the first class is the answer. */
export const answerClassification: Answer = (question) => {
  const [y, prob] = [question.y as number[], question.prob as number[][]];
  const classes = prob[0].length;
  const labels = Int32Array.from(y);
  const predicted = Int32Array.from(prob, (row) => row.indexOf(Math.max(...row)));
  const margins = countMargins({ labels, predicted, classes });
  const counts = Array.from({ length: classes }, (_, c) => classCounts(margins, c));
  const column = (c: number) => Float64Array.from(prob, (row) => row[c]);
  const ranks = prob.map((row, i) => rankOfClass(row, y[i]));
  // Of equal scores scikit-learn's top-k takes the last class first; ours the first, as its argmax does.
  const lastFirst = prob.map((row, i) => rankOfClass([...row].reverse(), classes - 1 - y[i]));
  const present = counts.filter(({ actual }) => actual > 0);
  const each = (measure: (count: ClassCounts) => Value) => counts.map((count) => orZero(measure(count)));
  const correct = counts.reduce((sum, count) => sum + count.correct, 0);
  const one = counts[1] ?? counts[0];
  const placed = placements(column(1), (i) => y[i] === 1);
  const strict = precision(one);
  const { macro } = oneVsRestAucs(column, labels, classes);
  return {
    accuracy: asExpected(topKAccuracy(ranks, 1)),
    top2_accuracy: asExpected(topKAccuracy(lastFirst, 2)),
    balanced_accuracy: mean(present.map((count) => orZero(recall(count)))),
    precision_macro: mean(each(precision)),
    recall_macro: mean(each(recall)),
    f1_macro: mean(each(f1)),
    f1_micro: orZero(f1({ actual: y.length, predicted: y.length, correct })),
    f1_weighted: mean(each(f1).map((value, c) => (value * counts[c].actual * classes) / y.length)),
    per_class: {
      precision: each(precision),
      recall: each(recall),
      f1: each(f1),
      support: counts.map(({ actual }) => actual),
    },
    confusion: confusionMatrix(labels, predicted, classes),
    cohen_kappa: asExpected(kappa(margins)),
    mcc: orZero(matthewsCorrelation(margins)),
    auc: binaryAnswer("undefined" in placed ? placed : { value: rocAuc(placed) }),
    average_precision: binaryAnswer(averagePrecision(column(1), (i) => y[i] === 1)),
    binary: {
      precision: orZero(strict),
      recall: orZero(recall(one)),
      f1: orZero(f1(one)),
      precision_strict: asExpected(strict),
    },
    auc_ovr_macro: "undefined" in macro ? { undefined: "class_absent" } : macro.value,
    auc_ovo_macro: asExpected(oneVsOneAuc(prob, labels, classes)),
  };
};
