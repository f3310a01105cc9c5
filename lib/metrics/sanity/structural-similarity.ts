import type { UndefinedScore } from "../define-metric.ts";

/** Weights of one axis of the window, an odd number of them that sum to 1. */
export type Window =
  /** All the same; variances with n - 1, as scikit-image's default. */
  | { kind: "uniform"; size: number }
  /** Cut off at 3.5 sigma; variances with n, as in the paper. */
  | { kind: "gaussian"; sigma: number };

interface Grey {
  data: ArrayLike<number>;
  height: number;
  width: number;
}

/**
 * Structural similarity (Wang et al. 2004) of two maps [h, w], the mean over all places where the window fits:
 *
 *   (2 mu_a mu_b + C1)(2 s_ab + C2) / ((mu_a^2 + mu_b^2 + C1)(s_a^2 + s_b^2 + C2)),  C1 = (.01 R)^2, C2 = (.03 R)^2
 *
 * In [-1, 1], 1 = equal. Conventions of scikit-image.
 *
 * @param range R: largest minus smallest value that the maps can have
 * @returns undefined `constant_map` for a range of 0, `map_too_small` where the window does not fit
 */
export function structuralSimilarity(
  a: Grey,
  b: Grey,
  range: number,
  window: Window,
): { value: number } | { undefined: UndefinedScore } {
  if (a.height !== b.height || a.width !== b.width)
    throw new Error(`maps of ${a.height} x ${a.width} and ${b.height} x ${b.width} cannot be compared`);
  if (!(range > 0)) return { undefined: "constant_map" };
  const weights = weightsOf(window);
  if (a.height < weights.length || a.width < weights.length) return { undefined: "map_too_small" };
  const mean = (value: (i: number) => number) => filter(a, value, weights);
  const meanA = mean((i) => a.data[i]);
  const meanB = mean((i) => b.data[i]);
  const squareA = mean((i) => a.data[i] ** 2);
  const squareB = mean((i) => b.data[i] ** 2);
  const product = mean((i) => a.data[i] * b.data[i]);
  const cells = weights.length ** 2;
  const correction = window.kind === "uniform" ? cells / (cells - 1) : 1;
  const [c1, c2] = [(0.01 * range) ** 2, (0.03 * range) ** 2];
  let sum = 0;
  for (let i = 0; i < meanA.length; i++) {
    const [x, y] = [meanA[i], meanB[i]];
    const covariance = correction * (product[i] - x * y);
    const variances = correction * (squareA[i] - x * x + squareB[i] - y * y);
    sum += ((2 * x * y + c1) * (2 * covariance + c2)) / ((x * x + y * y + c1) * (variances + c2));
  }
  return { value: sum / meanA.length };
}

function weightsOf(window: Window): Float64Array {
  if (window.kind === "uniform") return new Float64Array(window.size).fill(1 / window.size);
  const reach = Math.floor(3.5 * window.sigma + 0.5);
  const raw = Float64Array.from({ length: 2 * reach + 1 }, (_, i) => {
    return Math.exp(-((i - reach) ** 2) / (2 * window.sigma ** 2));
  });
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  return raw.map((weight) => weight / total);
}

/** Weighted means over every window that lies inside, row by row: the borders scikit-image leaves out of its mean. */
function filter({ height, width }: Grey, value: (i: number) => number, weights: Float64Array): Float64Array {
  const size = weights.length;
  const columns = width - size + 1;
  const rows = height - size + 1;
  const across = new Float64Array(height * columns);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < columns; x++)
      for (let k = 0; k < size; k++) across[y * columns + x] += weights[k] * value(y * width + x + k);
  const out = new Float64Array(rows * columns);
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++)
      for (let k = 0; k < size; k++) out[y * columns + x] += weights[k] * across[(y + k) * columns + x];
  return out;
}
