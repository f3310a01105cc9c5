import { defineMetric, PROFILE, type Score } from "../define-metric.ts";
import { RANKING } from "../ranking.ts";
import { whyNotFinite } from "../why-unscorable.ts";

/**
 * Complexity of Bhatt et al. (2020): entropy in nats of the shares |M_i| / sum |M|. In [0, ln n]: 0 = one pixel, ln n = the same
 * everywhere. Lower is simpler. Without an epsilon: 0 ln 0 = 0.
 *
 * @param values any sign @returns undefined `non_finite_map`, `zero_map`
 */
export function entropy(values: ArrayLike<number>): Score {
  const reason = whyNotFinite(values);
  if (reason) return reason;
  let total = 0;
  for (let i = 0; i < values.length; i++) total += Math.abs(values[i]);
  if (total === 0) return { undefined: "zero_map" };
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const share = Math.abs(values[i]) / total;
    if (share > 0) sum -= share * Math.log(share);
  }
  return { value: Math.max(0, sum) };
}

export const mapEntropy = defineMetric({
  id: "entropy",
  name: "Entropy",
  direction: "lower",
  range: [0, null],
  family: "complexity",
  profile: PROFILE,
  cites: ["bhatt2020"],
  needs: [],
  reads: "values",
  parameters: { preparation: RANKING, unit: "nats" },
  formula: "entropy of the map's shares |M_i| / sum |M|",
  score: ({ values }) => entropy(values.data),
});
