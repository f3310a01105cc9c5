import { z } from "zod";
import type { Estimate, Undefined, UndefinedReason } from "#lib/stats/estimate.ts";
import { INTERVAL_METHODS, type IntervalMethod, MEASURE_IDS, type MeasureId } from "./measures.ts";

const Reason = z.string().transform((reason) => reason as UndefinedReason);
const base = { value: z.number(), n: z.int(), method: z.enum(INTERVAL_METHODS) };

/**
 * A number of the report: with its interval, or with the reason why there is none, or the reason why there is no number.
 * `n` = the images it rests on.
 */
export const Reported = z.union([
  z.object({ ...base, low: z.number(), high: z.number() }),
  z.object({ ...base, low: z.null(), high: z.null(), reason: Reason }),
  z.object({ undefined: Reason }),
]);
export type Reported = z.infer<typeof Reported>;

const ClassRow = z.object({
  className: z.string(),
  /** Images of the class, images predicted to be of it, images that are both. */
  images: z.int(),
  predicted: z.int(),
  correct: z.int(),
  precision: Reported,
  recall: Reported,
  f1: Reported,
  /** Against all other classes. */
  auc: Reported,
});
export type ClassRow = z.infer<typeof ClassRow>;

const Calibration = z.object({
  binning: z.object({ kind: z.enum(["equal-width", "equal-mass"]), bins: z.int() }),
  /** What a perfectly calibrated model would show on these images by chance: the mean error, and the upper end of its interval. */
  byChance: z.object({ mean: z.number(), high: z.number() }),
  /** Bins that hold images, by rising confidence. */
  bins: z.array(z.object({ images: z.int(), confidence: z.number(), accuracy: Reported })),
});
export type Calibration = z.infer<typeof Calibration>;

/** How well a model classifies one split, as it is stored and exported. */
export const ClassificationReport = z.object({
  format: z.literal(1),
  images: z.int(),
  classNames: z.array(z.string()),
  seed: z.union([z.string(), z.int()]),
  resamples: z.int(),
  level: z.number(),
  measures: z.object(
    Object.fromEntries(MEASURE_IDS.map((id) => [id, Reported])) as Record<MeasureId, typeof Reported>,
  ),
  perClass: z.array(ClassRow),
  /** [true][predicted] */
  confusion: z.array(z.array(z.int())),
  calibration: Calibration,
});
export type ClassificationReport = z.infer<typeof ClassificationReport>;

/** An estimate as the report holds it. */
export function toReported(estimate: Estimate, method: IntervalMethod): Reported {
  return "undefined" in estimate ? estimate : { ...estimate, method };
}

/** A value whose interval may be lacking. */
export function withInterval(
  value: number,
  interval: { low: number; high: number } | Undefined,
  n: number,
  method: IntervalMethod,
): Reported {
  return "undefined" in interval
    ? { value, low: null, high: null, n, method, reason: interval.undefined }
    : { value, ...interval, n, method };
}
