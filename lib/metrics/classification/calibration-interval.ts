import { percentileInterval, reflectedInterval } from "#lib/stats/bootstrap.ts";
import type { Random } from "#lib/tensor/random.ts";
import { expectedCalibrationError } from "./calibration.ts";

/**
 * Calibration errors [count] that a perfectly calibrated model with these confidences would show on as many images: each
 * answer is right with the probability that its confidence says (consistency resampling, Bröcker and Smith 2007).
 */
export function calibratedErrors(
  confidence: Float64Array,
  bin: Int32Array,
  bins: number,
  { random, count }: { random: Random; count: number },
): Float64Array {
  const errors = new Float64Array(count);
  const gaps = new Float64Array(confidence.length);
  for (let r = 0; r < count; r++) {
    for (let i = 0; i < gaps.length; i++)
      gaps[i] = confidence[i] - (random.uniform() < confidence[i] ? 1 : 0);
    const error = expectedCalibrationError(gaps, bin, bins);
    if ("value" in error) errors[r] = error.value;
  }
  return errors;
}

/**
 * Interval of an expected calibration error: the reflected bootstrap, which takes the bias off that resampling adds, and from 0
 * where a perfectly calibrated model could show as much by chance. The percentile interval of a calibrated model, in contrast,
 * lies above the truth every time (docs/decisions/011-intervals-of-the-classification-report.md).
 *
 * @param replicates the error on bootstrap resamples @param calibrated see `calibratedErrors`
 */
export function calibrationInterval(
  value: number,
  replicates: Float64Array,
  calibrated: Float64Array,
  level: number,
): { low: number; high: number } {
  const { low, high } = reflectedInterval(value, replicates, level);
  const byChance = percentileInterval(calibrated, level).high;
  return {
    low: value <= byChance ? 0 : Math.min(value, Math.max(0, low)),
    high: Math.max(value, Math.min(1, high)),
  };
}
