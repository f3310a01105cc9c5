/**
 * Probability of an answer under the proportional odds model (McCullagh 1980): P(y <= j) = F(t_j - eta) with F the logistic function,
 * thresholds t_1 < ... < t_{J-1} and t_0 = -inf, t_J = inf. Of the answer j, with a = t_j - eta, b = t_{j-1} - eta:
 *
 *   log p = log F(a) + log F(-b) + log(1 - e^(b-a)),
 *
 * because F(a) - F(b) = F(a) F(-b) (1 - e^(b-a)): nothing cancels, and eta stands in the first two terms only. So, with A = F(a),
 * B = F(b), the slope in eta is A + B - 1, the curvature -[A(1-A) + B(1-B)], negative everywhere.
 */
export interface AnswerTerms {
  logProbability: number;
  /** F at the upper and at the lower threshold. */
  upper: number;
  lower: number;
}

/** @param category 0..J-1 @param thresholds J-1 ascending numbers @param out filled and returned, so that a pass allocates nothing */
export function answerTerms(
  category: number,
  thresholds: ArrayLike<number>,
  eta: number,
  out: AnswerTerms,
): AnswerTerms {
  const top = category === thresholds.length;
  const bottom = category === 0;
  const a = top ? Number.POSITIVE_INFINITY : thresholds[category] - eta;
  const b = bottom ? Number.NEGATIVE_INFINITY : thresholds[category - 1] - eta;
  out.upper = logistic(a);
  out.lower = logistic(b);
  out.logProbability = logLogistic(a) + logLogistic(-b);
  if (!top && !bottom) out.logProbability += Math.log(-Math.expm1(b - a));
  return out;
}

/** d log(1 - e^-d) / dd of the distance d between two thresholds. */
export function slopeOfGap(distance: number): number {
  return 1 / Math.expm1(distance);
}

export function logistic(x: number): number {
  return x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x));
}

function logLogistic(x: number): number {
  return x < 0 ? x - Math.log1p(Math.exp(x)) : -Math.log1p(Math.exp(-x));
}
