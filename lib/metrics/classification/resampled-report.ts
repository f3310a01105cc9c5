import { centredInterval } from "#lib/stats/bootstrap.ts";
import type { Undefined } from "#lib/stats/estimate.ts";
import type { Random } from "#lib/tensor/random.ts";
import type { Answers } from "./answers.ts";
import type { Bounds } from "./auc-interval.ts";
import { calibrationInterval } from "./calibration-interval.ts";
import type { CalibrationFindings } from "./calibration-report.ts";
import { macroAverage, meanOfDefined } from "./macro-average.ts";
import { measures } from "./measures.ts";
import { type Reported, withInterval } from "./report.ts";
import { type ResampledId, resample, resampledMeasures } from "./resample.ts";

/** Resamples nearer to each other than this differ by the order of a sum alone. */
const ROUNDING = 1e-12;

interface Resampling {
  random: Random;
  resamples: number;
  level: number;
}

/** The measures whose intervals come from resampling the images, all from the same resamples. */
export function reportResampled(
  answers: Answers,
  { gaps, calibrated }: CalibrationFindings,
  { random, resamples, level }: Resampling,
): Record<ResampledId, Reported> {
  const values = resampledMeasures(answers, gaps, null, macroAverage);
  const replicates = resample(answers.images, resamples, random, (indices) =>
    resampledMeasures(answers, gaps, indices, meanOfDefined),
  );
  const report = (id: ResampledId): Reported => {
    const value = values[id];
    if ("undefined" in value) return value;
    const lacking = whyNoInterval(replicates[id], resamples);
    const interval = lacking ?? intervalOf(id, value.value, replicates[id], calibrated, level);
    return withInterval(value.value, interval, answers.images, measures[id].interval);
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

function intervalOf(
  id: ResampledId,
  value: number,
  replicates: Float64Array,
  calibrated: Float64Array,
  level: number,
): Bounds {
  if (id === "ece") return calibrationInterval(value, replicates, calibrated, level);
  const [lowest, highest] = measures[id].range;
  const { low, high } = centredInterval(value, replicates, level);
  return { low: Math.max(lowest, low), high: Math.min(highest ?? high, high) };
}

/** When resampling shows no spread (all right, or one image) there is no interval: [1, 1] would claim to be sure. */
function whyNoInterval(replicates: Float64Array, resamples: number): Undefined | null {
  if (replicates.length * 2 < resamples) return { undefined: "too_few_replicates" };
  const isOneValue = replicates.every((value) => Math.abs(value - replicates[0]) < ROUNDING);
  return isOneValue ? { undefined: "no_spread" } : null;
}
