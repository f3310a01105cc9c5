import { DEFAULT_LEVEL, DEFAULT_REPLICATES } from "#lib/stats/bootstrap.ts";
import type { Undefined, Value } from "#lib/stats/estimate.ts";
import { wilson } from "#lib/stats/proportion/wilson.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { type Answers, type LabelledLogits, readAnswers } from "./answers.ts";
import { type Bounds, logitInterval, newcombeInterval } from "./auc-interval.ts";
import { type Binning, DEFAULT_BINNING } from "./calibration.ts";
import { findCalibration, reportCalibration } from "./calibration-report.ts";
import { confusionMatrix, countMargins } from "./confusion-matrix.ts";
import { type OneVsRestAucs, oneVsRestAucs } from "./macro-roc-auc.ts";
import { oneVsRest } from "./one-vs-rest.ts";
import { classCounts, f1Estimate, precisionEstimate, recallEstimate } from "./precision-recall.ts";
import {
  type ClassificationReport,
  type ClassRow,
  type Reported,
  toReported,
  withInterval,
} from "./report.ts";
import { reportResampled } from "./resampled-report.ts";
import { countTopK } from "./top-k-accuracy.ts";

export interface ClassificationReportRequest extends LabelledLogits {
  seed: string | number;
  /** Bootstrap resamples of the images. */
  resamples?: number;
  /** Confidence level of every interval. */
  level?: number;
  /** Of the calibration error. */
  binning?: Binning;
}

const TOP_K = 5;

/**
 * How well a classifier does on labelled images: the measures of measures.ts, the same class by class, the confusion matrix
 * and the calibration, each number with an interval or the reason why it has none. The same input and seed give the same
 * report. 10,000 images of 100 classes with 2,000 resamples take one to two seconds.
 *
 * Shares have Wilson's interval; the AUC of a class Newcombe's, of the macro average DeLong's on the logit scale; other macro
 * averages, kappa, MCC, Brier score and log-likelihood a bootstrap over images, centred; the calibration error a reflected one
 * (docs/decisions/011-intervals-of-the-classification-report.md).
 *
 * @throws AppError `invalid`, see `readAnswers`
 */
export function classificationReport(request: ClassificationReportRequest): ClassificationReport {
  const { seed, resamples = DEFAULT_REPLICATES, level = DEFAULT_LEVEL, binning = DEFAULT_BINNING } = request;
  const answers = readAnswers(request);
  const random = createRandom(seed).fork("classification-report");
  const found = findCalibration(answers, binning, { random: random.fork("calibrated"), count: resamples });
  const aucs = oneVsRestAucs(oneVsRest(request.logits, answers.predicted), answers.labels, answers.classes);
  const classes = reportClasses(answers, request.classNames, aucs.perClass, level);
  return {
    format: 1,
    images: answers.images,
    classNames: [...request.classNames],
    seed,
    resamples,
    level,
    measures: {
      accuracy: toReported(wilson(countTopK(answers.rank, 1), answers.images, level), "wilson"),
      top5:
        answers.classes <= TOP_K
          ? { undefined: "too_few_classes" }
          : toReported(wilson(countTopK(answers.rank, TOP_K), answers.images, level), "wilson"),
      auc: reportMacroAuc(aucs, classes, level),
      ...reportResampled(answers, found, { random: random.fork("resamples"), resamples, level }),
    },
    perClass: classes,
    confusion: confusionMatrix(answers.labels, answers.predicted, answers.classes),
    calibration: reportCalibration(answers, found, binning, level),
  };
}

function reportClassAuc(auc: Value, { actual, others }: { actual: number; others: number }, level: number) {
  if ("undefined" in auc) return auc;
  const interval = newcombeInterval(auc.value, actual, others, level);
  return withInterval(auc.value, interval, actual + others, "newcombe");
}

function reportMacroAuc({ macro }: OneVsRestAucs, classes: readonly ClassRow[], level: number): Reported {
  if (classes.length === 2) return classes[0].auc;
  if ("undefined" in macro) return macro;
  const images = classes.reduce((sum, row) => sum + row.images, 0);
  const interval: Bounds | Undefined =
    macro.variance === null
      ? { undefined: "fewer_than_two_values" }
      : logitInterval(macro.value, macro.variance, level);
  return withInterval(macro.value, interval, images, "delong-logit");
}

function reportClasses(
  answers: Answers,
  classNames: readonly string[],
  aucs: readonly Value[],
  level: number,
): ClassRow[] {
  const margins = countMargins(answers);
  return classNames.map((className, c) => {
    const counts = classCounts(margins, c);
    const { actual, predicted, correct } = counts;
    return {
      className,
      images: actual,
      predicted,
      correct,
      precision: toReported(precisionEstimate(counts, level), "wilson"),
      recall: toReported(recallEstimate(counts, level), "wilson"),
      f1: toReported(f1Estimate(counts, level), "wilson"),
      auc: reportClassAuc(aucs[c], { actual, others: answers.images - actual }, level),
    };
  });
}
