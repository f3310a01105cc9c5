import type { AnswerCells } from "./answer-cells.ts";
import { findMode, type LinkParameters, predictors } from "./conditional-mode.ts";
import type { CrossedFactorisation, CrossedVector } from "./crossed-matrix.ts";
import { type AnswerTerms, answerTerms, slopeOfGap } from "./cumulative-logit.ts";
import type { Evaluation } from "./minimise.ts";

/** Minus the log likelihood; its gradient is in the order thresholds, effects of all groups, deviations of both factors. */
export interface LinkLikelihood extends Evaluation {
  /** Most likely standardised intercepts, from where the next evaluation may start. */
  mode: CrossedVector;
}

/**
 * Minus log likelihood of the cumulative link mixed model by Laplace's approximation (Tierney and Kadane 1986): with standard normal
 * u for all raters and items, eta = b_group + s_1 u_rater + s_2 u_item, and u at its mode,
 *
 *   log L = sum log p(y | eta) - u'u/2 - log|H|/2,   H = S Z'W Z S + I,   W = -d^2 log p / d eta^2.
 *
 * The gradient is exact. With K = H^-1, q = z'Kz of an answer's z = S (e_rater + e_item), w' = dW/d eta, and the moving of the mode by
 * its adjoint l = K sum w' q z, the part of an answer in d log L / d eta is (log p)' - w' q / 2 + w z'l / 2.
 *
 * @param start of the search for the mode @returns value Infinity where thresholds do not ascend
 */
export function laplaceLikelihood(
  cells: AnswerCells,
  parameters: LinkParameters,
  start: CrossedVector,
): LinkLikelihood {
  const { thresholds, effects } = parameters;
  const size = thresholds.length + effects.length + 2;
  const outside = { value: Number.POSITIVE_INFINITY, gradient: new Float64Array(size), mode: start };
  if (thresholds.some((threshold, j) => j > 0 && !(threshold > thresholds[j - 1]))) return outside;
  const found = findMode(cells, parameters, start);
  if (!found) return outside;
  const { mode, joint, factorised } = found;
  return {
    value: factorised.logDeterminant / 2 - joint,
    gradient: gradientAt(cells, parameters, mode, factorised),
    mode,
  };
}

function gradientAt(
  cells: AnswerCells,
  parameters: LinkParameters,
  u: CrossedVector,
  factorised: CrossedFactorisation,
): Float64Array {
  const { thresholds, effects } = parameters;
  const [s1, s2] = parameters.deviations;
  const { first, second, group, category, count } = cells;
  const inverse = factorised.inverse();
  const eta = predictors(cells, parameters, u);
  const terms: AnswerTerms = { logProbability: 0, upper: 0, lower: 0 };
  // K e between the two intercepts of an answer, weighted by their deviations: q = s_1 k_1 + s_2 k_2.
  const between = (r: number, i: number): [number, number] => {
    const shared = inverse.cross[r * second.count + i];
    return [s1 * inverse.first[r] + s2 * shared, s2 * inverse.second[i] + s1 * shared];
  };

  const pull = { first: new Float64Array(first.count), second: new Float64Array(second.count) };
  for (let c = 0; c < eta.length; c++) {
    const [r, i] = [first.of[c], second.of[c]];
    const { upper, lower } = answerTerms(category[c], thresholds, eta[c], terms);
    const [k1, k2] = between(r, i);
    const bend = -(third(upper) + third(lower)) * count[c] * (s1 * k1 + s2 * k2);
    pull.first[r] += s1 * bend;
    pull.second[i] += s2 * bend;
  }
  const adjoint = factorised.solve(pull);

  const gradient = new Float64Array(thresholds.length + effects.length + 2);
  const ofDeviations = thresholds.length + effects.length;
  for (let c = 0; c < eta.length; c++) {
    const [r, i, j] = [first.of[c], second.of[c], category[c]];
    const { upper, lower } = answerTerms(j, thresholds, eta[c], terms);
    const [k1, k2] = between(r, i);
    const q = s1 * k1 + s2 * k2;
    const back = s1 * adjoint.first[r] + s2 * adjoint.second[i];
    const pulled = upper + lower - 1;
    const weight = upper * (1 - upper) + lower * (1 - lower);
    const ofEta = pulled + ((third(upper) + third(lower)) * q + weight * back) / 2;

    gradient[thresholds.length + group[c]] -= count[c] * ofEta;
    const own = (deviation: number, adjoint: number, k: number) =>
      ofEta * deviation - (pulled * adjoint) / 2 - weight * k;
    gradient[ofDeviations] -= count[c] * own(u.first[r], adjoint.first[r], k1);
    gradient[ofDeviations + 1] -= count[c] * own(u.second[i], adjoint.second[i], k2);

    const gap = j > 0 && j < thresholds.length ? slopeOfGap(thresholds[j] - thresholds[j - 1]) : 0;
    const moved = (at: number) => (third(at) * q + at * (1 - at) * back) / 2;
    if (j < thresholds.length) gradient[j] -= count[c] * (1 - upper + gap - moved(upper));
    if (j > 0) gradient[j - 1] -= count[c] * (-lower - gap - moved(lower));
  }
  return gradient;
}

/** Third derivative of log F: F(1-F)(1-2F), with its sign as a function of the threshold. */
const third = (at: number) => at * (1 - at) * (1 - 2 * at);
