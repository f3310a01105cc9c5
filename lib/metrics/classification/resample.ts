import { drawUnits } from "#lib/stats/bootstrap.ts";
import type { Value } from "#lib/stats/estimate.ts";
import type { Random } from "#lib/tensor/random.ts";
import type { Answers } from "./answers.ts";
import { expectedCalibrationError } from "./calibration.ts";
import { countMargins } from "./confusion-matrix.ts";
import { kappa } from "./kappa.ts";
import { matthewsCorrelation } from "./matthews-correlation.ts";
import { type ClassCounts, classCounts, f1, precision, recall } from "./precision-recall.ts";

/** Confidence gaps with the bins they fall in, see calibration.ts. */
export interface Gaps {
  gaps: Float64Array;
  bin: Int32Array;
  bins: number;
}

/** The measures whose interval comes from resampling. */
export type ResampledId = "precision" | "recall" | "f1" | "kappa" | "mcc" | "ece" | "brier" | "nll";

/**
 * The resampled measures of the images, or of a resample of them.
 * @param indices images to count, with repetition; null = each once
 * @param average over classes: `macroAverage` of the images, `meanOfDefined` of a resample
 */
export function resampledMeasures(
  answers: Answers,
  { gaps, bin, bins }: Gaps,
  indices: Int32Array | null,
  average: (parts: readonly Value[]) => Value,
): Record<ResampledId, Value> {
  const margins = countMargins(answers, indices);
  const over = (measure: (counts: ClassCounts) => Value) =>
    average(Array.from({ length: answers.classes }, (_, c) => measure(classCounts(margins, c))));
  return {
    precision: over(precision),
    recall: over(recall),
    f1: over(f1),
    kappa: kappa(margins),
    mcc: matthewsCorrelation(margins),
    ece: expectedCalibrationError(gaps, bin, bins, indices),
    brier: { value: meanAt(answers.brier, indices) },
    nll: { value: meanAt(answers.negativeLogLikelihood, indices) },
  };
}

/**
 * The measures on `count` resamples of the images, all on the same ones. Bins of confidence stay those of the images; a resample
 * on which a measure has no value is left out of that measure's list.
 *
 * @param measure see `resampledMeasures`
 */
export function resample<Id extends string>(
  images: number,
  count: number,
  random: Random,
  measure: (indices: Int32Array) => Record<Id, Value>,
): Record<Id, Float64Array> {
  const draw = drawUnits(random, images);
  const indices = new Int32Array(images);
  const values: Record<string, number[]> = {};
  for (let r = 0; r < count; r++) {
    draw(indices);
    const measured = measure(indices);
    for (const id in measured) {
      const value: Value = measured[id];
      values[id] ??= [];
      if ("value" in value) values[id].push(value.value);
    }
  }
  const columns = Object.entries(values).map(([id, list]) => [id, Float64Array.from(list)]);
  return Object.fromEntries(columns);
}

function meanAt(values: Float64Array, indices: Int32Array | null): number {
  let sum = 0;
  const count = indices?.length ?? values.length;
  for (let at = 0; at < count; at++) sum += values[indices ? indices[at] : at];
  return sum / count;
}
