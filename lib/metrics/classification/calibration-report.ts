import { percentileInterval } from "#lib/stats/bootstrap.ts";
import { wilson } from "#lib/stats/proportion/wilson.ts";
import type { Random } from "#lib/tensor/random.ts";
import type { Answers } from "./answers.ts";
import { type Binning, binOf, confidenceGaps } from "./calibration.ts";
import { calibratedErrors } from "./calibration-interval.ts";
import { type Calibration, toReported } from "./report.ts";
import type { Gaps } from "./resample.ts";

/** Where confidence and accuracy part, image by image, and what chance alone would make of it. */
export interface CalibrationFindings {
  gaps: Gaps;
  /** Errors of a perfectly calibrated model on as many images, see `calibratedErrors`. */
  calibrated: Float64Array;
}

export function findCalibration(
  { confidence, labels, predicted }: Answers,
  binning: Binning,
  { random, count }: { random: Random; count: number },
): CalibrationFindings {
  const bin = binOf(confidence, binning);
  const gaps = confidenceGaps(confidence, (i) => labels[i] === predicted[i]);
  return {
    gaps: { gaps, bin, bins: binning.bins },
    calibrated: calibratedErrors(confidence, bin, binning.bins, { random, count }),
  };
}

/** The bins that hold images, each with its mean confidence and its accuracy with Wilson's interval. */
export function reportCalibration(
  { confidence, labels, predicted, images }: Answers,
  { gaps: { bin, bins }, calibrated }: CalibrationFindings,
  binning: Binning,
  level: number,
): Calibration {
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
    binning,
    byChance: {
      mean: calibrated.reduce((total, error) => total + error, 0) / calibrated.length,
      high: percentileInterval(calibrated, level).high,
    },
    bins: held.map((b) => ({
      images: count[b],
      confidence: sum[b] / count[b],
      accuracy: toReported(wilson(right[b], count[b], level), "wilson"),
    })),
  };
}
