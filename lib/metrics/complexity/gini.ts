import { defineMetric, type Score } from "../define-metric.ts";
import { RANKING } from "../ranking.ts";
import { whyNotFinite } from "../why-unscorable.ts";

/**
 * Gini index of a map's absolute values, n of them in ascending order (Chalasani et al. 2020; Hurley and Rickard 2009):
 *
 *   sum_i (2 i - n - 1) a_(i) / (n sum_i a_(i)),  i = 1..n
 *
 * In [0, (n-1)/n]: 0 = the same everywhere, (n-1)/n = one pixel. Higher = sparser, which is not the same as better.
 *
 * @param values any sign @param epsilon added to every absolute value; Quantus' is 1e-7, ours 0
 * @returns undefined `non_finite_map`, `zero_map`
 */
export function gini(values: ArrayLike<number>, epsilon = 0): Score {
  const reason = whyNotFinite(values);
  if (reason) return reason;
  const sizes = Float64Array.from(values, Math.abs).sort();
  if (sizes[sizes.length - 1] === 0) return { undefined: "zero_map" };
  for (let i = 0; i < sizes.length; i++) sizes[i] += epsilon;
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const n = sizes.length;
  return { value: sizes.reduce((sum, size, i) => sum + (2 * (i + 1) - n - 1) * size, 0) / (n * total) };
}

const SHARED = {
  direction: "higher",
  range: [0, 1],
  family: "complexity",
  measure: "sparseness",
  cites: ["chalasani2020"],
  needs: [],
  reads: "values",
  formula: "Gini index of the map's absolute values",
} as const;

export const sparseness = defineMetric({
  ...SHARED,
  id: "sparseness",
  name: "Sparseness",
  profile: "whynot",
  parameters: { preparation: RANKING },
  score: ({ values }) => gini(values.data),
});

const QUANTUS_EPSILON = 1e-7;

export const sparsenessQuantus = defineMetric({
  ...SHARED,
  id: "sparseness-quantus",
  name: "Sparseness, Quantus",
  profile: "quantus",
  parameters: { preparation: RANKING, epsilon: QUANTUS_EPSILON },
  score: ({ values }) => gini(values.data, QUANTUS_EPSILON),
});
