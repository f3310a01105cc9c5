import type { AnswerCells } from "./answer-cells.ts";
import { type CrossedFactorisation, type CrossedVector, factoriseCrossed } from "./crossed-matrix.ts";
import { type AnswerTerms, answerTerms } from "./cumulative-logit.ts";

export interface LinkParameters {
  /** Ascending, one fewer than categories. */
  thresholds: Float64Array;
  /** Effect of every group on the latent scale; that of the first is 0. */
  effects: Float64Array;
  /** Standard deviations of the random intercepts of rater and item, on the latent scale. */
  deviations: readonly [number, number];
}

/** Newton's decrement, the squared distance from the mode: the slopes that are computed there are off by its root. */
const DECREMENT = 1e-18;
const NEWTON_STEPS = 100;
/** Of the sum over all answers, as a share of it: a step near the mode rises by less. */
const ROUNDING = 1e-12;
const SHORTEST = 1e-6;

/** eta of every cell. */
export function predictors(cells: AnswerCells, { effects, deviations }: LinkParameters, u: CrossedVector) {
  const { first, second, group } = cells;
  return Float64Array.from(
    group,
    (g, c) => effects[g] + deviations[0] * u.first[first.of[c]] + deviations[1] * u.second[second.of[c]],
  );
}

/**
 * The intercepts that are most likely given the answers, by Newton's method on a concave function, halving a step that does not
 * rise; with the factorised negative curvature H there.
 *
 * @param start of the search @returns null where numbers overflow
 */
export function findMode(
  cells: AnswerCells,
  parameters: LinkParameters,
  start: CrossedVector,
): { mode: CrossedVector; joint: number; factorised: CrossedFactorisation } | null {
  let mode = start;
  let at = expand(cells, parameters, mode);
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const factorised = factoriseCrossed(at.curvature);
    if (!factorised) return null;
    const towards = factorised.solve(at.slope);
    const decrement = dot(at.slope.first, towards.first) + dot(at.slope.second, towards.second);
    if (!(decrement >= 0)) return null;
    if (decrement <= DECREMENT) return { mode, joint: at.joint, factorised };
    const least = at.joint - ROUNDING * Math.abs(at.joint);
    const from = mode;
    let length = 2;
    do {
      length /= 2;
      mode = move(from, towards, length);
      at = expand(cells, parameters, mode);
    } while (!(at.joint >= least) && length > SHORTEST);
  }
  return null;
}

/** Log density of answers and intercepts together, without the normal's constant: its value, slope in u and negative curvature H. */
function expand(cells: AnswerCells, parameters: LinkParameters, u: CrossedVector) {
  const [s1, s2] = parameters.deviations;
  const { first, second, category, count } = cells;
  let joint = -(dot(u.first, u.first) + dot(u.second, u.second)) / 2;
  const slope = { first: u.first.map((value) => -value), second: u.second.map((value) => -value) };
  const curvature = {
    first: new Float64Array(first.count).fill(1),
    second: new Float64Array(second.count).fill(1),
    cross: new Float64Array(first.count * second.count),
  };
  const terms: AnswerTerms = { logProbability: 0, upper: 0, lower: 0 };
  const eta = predictors(cells, parameters, u);
  for (let c = 0; c < eta.length; c++) {
    const [r, i] = [first.of[c], second.of[c]];
    const { logProbability, upper, lower } = answerTerms(category[c], parameters.thresholds, eta[c], terms);
    const pull = count[c] * (upper + lower - 1);
    const weight = count[c] * (upper * (1 - upper) + lower * (1 - lower));
    joint += count[c] * logProbability;
    slope.first[r] += s1 * pull;
    slope.second[i] += s2 * pull;
    curvature.first[r] += s1 * s1 * weight;
    curvature.second[i] += s2 * s2 * weight;
    curvature.cross[r * second.count + i] += s1 * s2 * weight;
  }
  return { joint, slope, curvature };
}

const move = (from: CrossedVector, towards: CrossedVector, length: number): CrossedVector => ({
  first: from.first.map((value, r) => value + length * towards.first[r]),
  second: from.second.map((value, i) => value + length * towards.second[i]),
});

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
