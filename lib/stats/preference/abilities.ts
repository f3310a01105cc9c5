import type { Maximum } from "./maximise-likelihood.ts";

/** Items on one scale of log-abilities that sum to 0: the difference of two is the log of the odds between them. */
export interface Abilities {
  scores: number[];
  standardErrors: number[];
  /** Of the scores, under "they sum to 0": a difference has variance c_ii + c_jj - 2 c_ij. */
  covariance: number[][];
  logLikelihood: number;
}

export function abilitiesOf({ parameters, covariance, logLikelihood }: Maximum, n: number): Abilities {
  const size = parameters.length;
  const rows = Array.from({ length: n }, (_, i) => Array.from(covariance.subarray(i * size, i * size + n)));
  return {
    scores: Array.from(parameters.subarray(0, n)),
    standardErrors: rows.map((row, i) => Math.sqrt(row[i])),
    covariance: rows,
    logLikelihood,
  };
}

/** P(i before j) of every pair where one of the two must win: 1 / (1 + exp(s_j - s_i)). */
export function winProbabilities(scores: readonly number[]): number[][] {
  return scores.map((own) => scores.map((other) => 1 / (1 + Math.exp(other - own))));
}
