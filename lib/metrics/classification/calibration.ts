import type { Value } from "#lib/stats/estimate.ts";

/** How images are put into bins by confidence. */
export interface Binning {
  /** Bins of one width over [0, 1], or bins of one size over the sorted images. */
  kind: "equal-width" | "equal-mass";
  bins: number;
}

/** Guo et al. (2017): 15 bins of one width. */
export const DEFAULT_BINNING: Binning = { kind: "equal-width", bins: 15 };

/**
 * Bin of each image [images]. Equal width: [k/b, (k+1)/b), the last one closed. Equal mass: the images in order of
 * confidence (ties as they come) cut into b runs whose sizes differ by at most one, the larger ones first.
 */
export function binOf(confidence: Float64Array, { kind, bins }: Binning): Int32Array {
  if (kind === "equal-width")
    return Int32Array.from(confidence, (share) => Math.min(bins - 1, Math.floor(share * bins)));
  const order = Uint32Array.from(confidence.keys()).sort((a, b) => confidence[a] - confidence[b] || a - b);
  const [size, larger] = [Math.floor(order.length / bins), order.length % bins];
  const bin = new Int32Array(order.length);
  order.forEach((image, at) => {
    const inLarger = at < larger * (size + 1);
    bin[image] = inLarger
      ? Math.floor(at / (size + 1))
      : larger + Math.floor((at - larger * (size + 1)) / size);
  });
  return bin;
}

/** Confidence minus being right, an image: what calibration is about. */
export function confidenceGaps(confidence: Float64Array, right: (image: number) => boolean): Float64Array {
  return confidence.map((share, i) => share - (right(i) ? 1 : 0));
}

/**
 * Expected calibration error (Naeini et al. 2015; Guo et al. 2017): sum_b (n_b / n) |accuracy_b - confidence_b|, which is
 * sum_b |sum of gaps in b| / n. 0 = the share of right answers is what the model says it is, in every bin.
 * A plain sample reads above the truth: the absolute value does not let chance deviations cancel, the less so the fewer images
 * a bin has.
 *
 * @param gaps see `confidenceGaps` @param bin see `binOf` @param indices images to count, with repetition; null = each once
 */
export function expectedCalibrationError(
  gaps: Float64Array,
  bin: Int32Array,
  bins: number,
  indices: Int32Array | null = null,
): Value {
  const images = indices?.length ?? gaps.length;
  if (images === 0) return { undefined: "no_values" };
  const sums = new Float64Array(bins);
  for (let at = 0; at < images; at++) {
    const i = indices ? indices[at] : at;
    sums[bin[i]] += gaps[i];
  }
  return { value: sums.reduce((total, sum) => total + Math.abs(sum), 0) / images };
}
