import { cholesky } from "./cholesky.ts";
import { type CrossedVector, factoriseCrossed } from "./crossed-matrix.ts";
import type { Evaluation } from "./minimise.ts";
import type { RatingSums } from "./rating-sums.ts";

/** "reml": restricted likelihood, variances without the bias of the estimated means. "ml": the likelihood itself. */
export type Estimation = "reml" | "ml";

/** The model at given relative deviations: everything else that maximises the likelihood has a closed form. */
export interface Profile extends Evaluation {
  /** Mean of every group. */
  means: number[];
  /** (X' V^-1 X)^-1, to be multiplied by the residual variance; row-major [groups, groups]. */
  unscaledCovariance: Float64Array;
  residualVariance: number;
}

/**
 * Profiled deviance, -2 log likelihood, of y = X b + Z S u + e with u ~ N(0, s^2 I), e ~ N(0, s^2 I) and S the standard deviations of
 * rater and item relative to s (Bates, Maechler, Bolker and Walker 2015, section 3: profiled deviance and profiled REML criterion). With H = S Z'Z S + I and
 * Q = [X y]' (I - Z S H^-1 S Z') [X y] = [X y]' V^-1 [X y]:
 *
 *   b = Qxx^-1 Qxy,   r^2 = Qyy - b'Qxy,   s^2 = r^2 / v,   v = n (ml) or n - groups (reml)
 *   deviance = log|H| + v (1 + log 2 pi s^2) + [reml: log|Qxx|]
 *
 * The gradient is by [rater, item]. It is 0 at a deviation of 0, because only squares of deviations count: the boundary of the
 * variances is the inside of these unknowns. With U = H^-1 S Z'[X y] and G = Z'([X y] - Z S U), dQ = -(U'G + G'U) over the levels
 * of a factor, as for the minimum of a sum of squares.
 *
 * @returns value Infinity where the sums are of a model that cannot be
 */
export function profiledDeviance(
  sums: RatingSums,
  [first, second]: readonly [number, number],
  estimation: Estimation,
): Profile {
  const { counts, columns, products, ratings } = sums;
  const width = columns.length;
  const groups = width - 1;
  const factorised = factoriseCrossed({
    first: counts.first.map((n) => first * first * n + 1),
    second: counts.second.map((n) => second * second * n + 1),
    cross: counts.cross.map((n) => first * second * n),
  });
  if (!factorised) return impossible(groups);

  const scaled = columns.map((column) => scale(column, first, second));
  const solved = scaled.map((column) => factorised.solve(column));
  const left = columns.map((column, c) => {
    const fitted = multiply(counts, scale(solved[c], first, second));
    return { first: subtract(column.first, fitted.first), second: subtract(column.second, fitted.second) };
  });
  const table = (entry: (c: number, d: number) => number) =>
    Float64Array.from({ length: width * width }, (_, k) => entry(Math.floor(k / width), k % width));
  const q = table(
    (c, d) =>
      products[c * width + d] -
      dot(scaled[c].first, solved[d].first) -
      dot(scaled[c].second, solved[d].second),
  );
  const derivatives = (["first", "second"] as const).map((factor) =>
    table((c, d) => -dot(solved[c][factor], left[d][factor]) - dot(left[c][factor], solved[d][factor])),
  );

  const within = Float64Array.from(
    { length: groups * groups },
    (_, k) => q[Math.floor(k / groups) * width + (k % groups)],
  );
  const fixed = cholesky(within, groups);
  if (!fixed) return impossible(groups);
  const moments = Float64Array.from({ length: groups }, (_, g) => q[g * width + groups]);
  const means = fixed.solve(moments);
  const squares = q[width * width - 1] - dot(means, moments);
  const freedom = estimation === "reml" ? ratings - groups : ratings;
  const residualVariance = squares / freedom;
  if (!(residualVariance > 0)) return impossible(groups, residualVariance);

  const unscaledCovariance = fixed.inverse();
  const contrast = [...Array.from(means, (mean) => -mean), 1];
  const inverse = factorised.inverse();
  const shared = dot(counts.cross, inverse.cross);
  const ofLogDeterminant = [
    2 * (first * dot(counts.first, inverse.first) + second * shared),
    2 * (second * dot(counts.second, inverse.second) + first * shared),
  ];
  const gradient = Float64Array.from(derivatives, (derivative, k) => {
    let [ofSquares, ofFixed] = [0, 0];
    for (let c = 0; c < width; c++)
      for (let d = 0; d < width; d++) {
        ofSquares += contrast[c] * contrast[d] * derivative[c * width + d];
        if (c < groups && d < groups)
          ofFixed += unscaledCovariance[c * groups + d] * derivative[c * width + d];
      }
    return ofLogDeterminant[k] + ofSquares / residualVariance + (estimation === "reml" ? ofFixed : 0);
  });
  const value =
    factorised.logDeterminant +
    freedom * (1 + Math.log(2 * Math.PI * residualVariance)) +
    (estimation === "reml" ? fixed.logDeterminant : 0);
  return { value, gradient, means: Array.from(means), unscaledCovariance, residualVariance };
}

function impossible(groups: number, residualVariance = Number.NaN): Profile {
  return {
    value: Number.POSITIVE_INFINITY,
    gradient: new Float64Array(2),
    means: [],
    unscaledCovariance: new Float64Array(groups * groups),
    residualVariance,
  };
}

const scale = (x: CrossedVector, first: number, second: number): CrossedVector => ({
  first: x.first.map((value) => first * value),
  second: x.second.map((value) => second * value),
});

/** Z'Z x. */
function multiply({ first, second, cross }: RatingSums["counts"], x: CrossedVector): CrossedVector {
  const columns = second.length;
  const out = { first: first.map((n, r) => n * x.first[r]), second: second.map((n, i) => n * x.second[i]) };
  for (let r = 0; r < first.length; r++)
    for (let i = 0; i < columns; i++) {
      const n = cross[r * columns + i];
      out.first[r] += n * x.second[i];
      out.second[i] += n * x.first[r];
    }
  return out;
}

const subtract = (a: Float64Array, b: Float64Array) => a.map((value, i) => value - b[i]);

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
