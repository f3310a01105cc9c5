import { DEFAULT_LEVEL, DEFAULT_REPLICATES, percentileInterval } from "#lib/stats/bootstrap.ts";
import type { Undefined } from "#lib/stats/estimate.ts";
import { wilson } from "#lib/stats/wilson.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { type Answers, type LabelledLogits, readAnswers } from "./answers.ts";
import { type Binning, binOf, confidenceGaps, DEFAULT_BINNING } from "./calibration.ts";
import { calibratedErrors, calibrationInterval } from "./calibration-interval.ts";
import { confusionMatrix, countMargins } from "./confusion-matrix.ts";
import { macroAverage, meanOfDefined } from "./macro-average.ts";
import { type AucWithVariance, oneVsRestAucs } from "./macro-roc-auc.ts";
import type { IntervalMethod } from "./measures.ts";
import { oneVsRest } from "./one-vs-rest.ts";
import { classCounts, f1Estimate, precisionEstimate, recallEstimate } from "./precision-recall.ts";
import {
  type Calibration,
  type ClassificationReport,
  type Reported,
  toReported,
  withInterval,
} from "./report.ts";
import { type Gaps, type ResampledId, resample, resampledMeasures } from "./resample.ts";
import { logitInterval } from "./roc-auc.ts";
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
/** Resamples nearer to each other than this differ by the order of a sum alone. */
const ROUNDING = 1e-12;

/**
 * How well a classifier does on labelled images: the measures of measures.ts, the same class by class, the confusion matrix
 * and the calibration, each number with an interval or the reason why it has none. The same input and seed give the same
 * report. 10,000 images of 100 classes with 2,000 resamples take about a second.
 *
 * Shares have Wilson's interval, AUCs DeLong's on the logit scale, macro averages, kappa, MCC, Brier score and log-likelihood
 * the percentile bootstrap over images, and the calibration error a reflected one
 * (docs/decisions/009-intervals-of-the-classification-report.md).
 *
 * @throws AppError `invalid`, see `readAnswers`
 */
export function classificationReport(request: ClassificationReportRequest): ClassificationReport {
  const { seed, resamples = DEFAULT_REPLICATES, level = DEFAULT_LEVEL, binning = DEFAULT_BINNING } = request;
  const answers = readAnswers(request);
  const random = createRandom(seed).fork("classification-report");
  const right = (i: number) => answers.labels[i] === answers.predicted[i];
  const gaps: Gaps = {
    gaps: confidenceGaps(answers.confidence, right),
    bin: binOf(answers.confidence, binning),
    bins: binning.bins,
  };
  const calibrated = calibratedErrors(answers.confidence, gaps.bin, gaps.bins, {
    random: random.fork("calibrated"),
    count: resamples,
  });
  const aucs = oneVsRestAucs(oneVsRest(request.logits, answers.predicted), answers.labels, answers.classes);
  const { byChance, bins } = reliability(answers, gaps, calibrated, level);
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
      auc: reportAuc(aucs.macro, answers.images, level),
      ...reportResampled(answers, gaps, { random: random.fork("resamples"), resamples, level, calibrated }),
    },
    perClass: perClass(answers, request.classNames, aucs.perClass, level),
    confusion: confusionMatrix(answers.labels, answers.predicted, answers.classes),
    calibration: { binning, byChance, bins },
  };
}

interface Resampling {
  random: ReturnType<typeof createRandom>;
  resamples: number;
  level: number;
  calibrated: Float64Array;
}

function reportResampled(
  answers: Answers,
  gaps: Gaps,
  { random, resamples, level, calibrated }: Resampling,
): Record<ResampledId, Reported> {
  const values = resampledMeasures(answers, gaps, null, macroAverage);
  const replicates = resample(answers.images, resamples, random, (indices) =>
    resampledMeasures(answers, gaps, indices, meanOfDefined),
  );
  const report = (id: ResampledId): Reported => {
    const value = values[id];
    if ("undefined" in value) return value;
    const method: IntervalMethod = id === "ece" ? "reflected-bootstrap" : "bootstrap";
    const interval = bootstrapInterval(replicates[id], resamples, (kept) =>
      id === "ece"
        ? calibrationInterval(value.value, kept, calibrated, level)
        : percentileInterval(kept, level),
    );
    return withInterval(value.value, interval, answers.images, method);
  };
  return {
    precision: report("precision"),
    recall: report("recall"),
    f1: report("f1"),
    kappa: report("kappa"),
    mcc: report("mcc"),
    ece: report("ece"),
    brier: report("brier"),
    nll: report("nll"),
  };
}

/** No interval when resampling shows no spread: all right, or one image. [1, 1] would claim to be sure. */
function bootstrapInterval(
  replicates: Float64Array,
  resamples: number,
  interval: (replicates: Float64Array) => { low: number; high: number },
): { low: number; high: number } | Undefined {
  if (replicates.length * 2 < resamples) return { undefined: "too_few_replicates" };
  if (replicates.every((value) => Math.abs(value - replicates[0]) < ROUNDING))
    return { undefined: "no_spread" };
  return interval(replicates);
}

function reportAuc(auc: AucWithVariance | Undefined, n: number, level: number): Reported {
  if ("undefined" in auc) return auc;
  const interval: { low: number; high: number } | Undefined =
    auc.variance === null
      ? { undefined: "fewer_than_two_values" }
      : logitInterval(auc.value, auc.variance, level);
  return withInterval(auc.value, interval, n, "delong-logit");
}

function perClass(
  answers: Answers,
  classNames: readonly string[],
  aucs: readonly (AucWithVariance | Undefined)[],
  level: number,
): ClassificationReport["perClass"] {
  const margins = countMargins(answers);
  return classNames.map((className, c) => {
    const counts = classCounts(margins, c);
    return {
      className,
      images: counts.actual,
      predicted: counts.predicted,
      correct: counts.correct,
      precision: toReported(precisionEstimate(counts, level), "wilson"),
      recall: toReported(recallEstimate(counts, level), "wilson"),
      f1: toReported(f1Estimate(counts, level), "wilson"),
      auc: reportAuc(aucs[c], answers.images, level),
    };
  });
}

function reliability(
  { confidence, labels, predicted, images }: Answers,
  { bin, bins }: Gaps,
  calibrated: Float64Array,
  level: number,
): Pick<Calibration, "byChance" | "bins"> {
  const count = new Int32Array(bins);
  const right = new Int32Array(bins);
  const sum = new Float64Array(bins);
  for (let i = 0; i < images; i++) {
    count[bin[i]]++;
    sum[bin[i]] += confidence[i];
    if (labels[i] === predicted[i]) right[bin[i]]++;
  }
  const held = Array.from(count.keys()).filter((b) => count[b] > 0);
  return {
    byChance: {
      mean: calibrated.reduce((total, value) => total + value, 0) / calibrated.length,
      high: percentileInterval(calibrated, level).high,
    },
    bins: held.map((b) => ({
      images: count[b],
      confidence: sum[b] / count[b],
      accuracy: toReported(wilson(right[b], count[b], level), "wilson"),
    })),
  };
}
