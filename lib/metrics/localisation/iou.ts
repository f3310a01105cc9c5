import { defineMetric, PREPARATION, PROFILE, type Score, type UndefinedScore } from "../define-metric.ts";
import { whyUnranked } from "../why-unscorable.ts";

/** |A and B| / |A or B| of two masks [h, w] of the same size; undefined `empty_union` where both are empty. In [0, 1]. */
export function iou(a: ArrayLike<number>, b: ArrayLike<number>): Score {
  let both = 0;
  let either = 0;
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== 0 && b[i] !== 0) both++;
    if (a[i] !== 0 || b[i] !== 0) either++;
  }
  return either === 0 ? { undefined: "empty_union" } : { value: both / either };
}

/** What a threshold is a share of: the largest value (CAM's way), or the range. */
export type ThresholdScale = "max" | "range";

type Thresholded = Score[] | { undefined: UndefinedScore };

/**
 * IoU with a mask of the pixels at or above each threshold tau: M >= tau max M, or min-max(M) >= tau. A map of any sign has
 * the second; the first wants something above 0.
 *
 * @param values [h, w] @param inside [h, w] @param thresholds in [0, 1]
 * @returns one score a threshold, or undefined `non_finite_map`, `empty_mask`, `constant_map`, `no_positive_mass`
 */
export function iouOverThresholds(
  values: Float32Array,
  inside: Uint8Array,
  thresholds: readonly number[],
  scale: ThresholdScale,
): Thresholded {
  const reason = whyUnranked(values, inside);
  if (reason) return reason;
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const low = scale === "range" ? values.reduce((a, b) => Math.min(a, b), Infinity) : 0;
  if (high <= low) return { undefined: "no_positive_mass" };
  const scaled = Float64Array.from(values, (value) => (value - low) / (high - low));
  return thresholds.map((tau) => iou(atLeast(scaled, values, tau, tau * high, scale), inside));
}

/** CAM's threshold is compared unscaled, so that no rounding of the division moves a pixel over it. */
function atLeast(
  scaled: Float64Array,
  values: Float32Array,
  tau: number,
  absolute: number,
  scale: ThresholdScale,
) {
  return scale === "max"
    ? Uint8Array.from(values, (value) => (value >= absolute ? 1 : 0))
    : Uint8Array.from(scaled, (value) => (value >= tau ? 1 : 0));
}

/** Best IoU over thresholds of the min-maxed map, and the first threshold that reaches it. */
export function bestIou(
  values: Float32Array,
  inside: Uint8Array,
  thresholds: readonly number[],
): { value: number; tau: number } | { undefined: UndefinedScore } {
  const scores = iouOverThresholds(values, inside, thresholds, "range");
  if ("undefined" in scores) return scores;
  let best = { value: -1, tau: thresholds[0] };
  for (const [i, score] of scores.entries())
    if ("value" in score && score.value > best.value) best = { value: score.value, tau: thresholds[i] };
  return best;
}

/** .05, .10, ..., .95 */
export const IOU_THRESHOLDS: readonly number[] = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);

/** As weakly supervised localisation reports it (MaxBoxAcc of Choe et al. 2020, with masks): free of the choice of threshold. */
export const bestIouWithMask = defineMetric({
  id: "best-iou",
  name: "Best IoU",
  direction: "higher",
  range: [0, 1],
  family: "localisation",
  profile: PROFILE,
  cites: ["choe2020"],
  needs: ["mask"],
  parameters: { preparation: PREPARATION, thresholds: ".05 to .95 by .05" },
  formula: "largest |A and S| / |A or S| of the mask S and the pixels A at or above a threshold",
  score({ map, mask }) {
    if (!mask) return { undefined: "no_mask" };
    const best = bestIou(map.data, mask.data, IOU_THRESHOLDS);
    return "undefined" in best ? best : { value: best.value };
  },
});
