import type { Likelihood } from "./maximise-likelihood.ts";

/** One possible outcome of a comparison: how often it came, and its score as a weighted sum of parameters. */
export interface Outcome {
  count: number;
  weights: readonly (readonly [parameter: number, weight: number])[];
}

/**
 * Adds comparisons of one kind to a multinomial logit likelihood: P(outcome) = exp(u_o) / sum exp(u), u_o = sum_k w_ok theta_k. With
 * N comparisons, x_o the weights as a vector and m = sum_o p_o x_o:
 *
 *   value += sum_o c_o log p_o,   gradient += sum_o (c_o - N p_o) x_o,   information += N (sum_o p_o x_o x_o' - m m')
 */
export function addOutcomes(into: Likelihood, theta: Float64Array, outcomes: readonly Outcome[]): void {
  const total = outcomes.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return;
  const scores = outcomes.map(({ weights }) =>
    weights.reduce((sum, [k, weight]) => sum + weight * theta[k], 0),
  );
  const top = Math.max(...scores);
  const logSum = top + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - top), 0));
  const mean = new Map<number, number>();
  outcomes.forEach(({ count, weights }, o) => {
    const p = Math.exp(scores[o] - logSum);
    if (count > 0) into.value += count * (scores[o] - logSum);
    for (const [k, weight] of weights) {
      into.gradient[k] += (count - total * p) * weight;
      mean.set(k, (mean.get(k) ?? 0) + p * weight);
      for (const [l, other] of weights) into.information[k * theta.length + l] += total * p * weight * other;
    }
  });
  for (const [k, a] of mean)
    for (const [l, b] of mean) into.information[k * theta.length + l] -= total * a * b;
}
