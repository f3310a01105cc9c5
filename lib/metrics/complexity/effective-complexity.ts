import { defineMetric, type Score } from "../define-metric.ts";
import { RANKING } from "../ranking.ts";
import { whyNotFinite } from "../why-unscorable.ts";

const EPSILON = 1e-5;

/**
 * Effective complexity (Nguyen and Martinez 2020): how many |M_i| exceed a threshold. From 0 to n; depends on the map's scale.
 * @returns undefined `non_finite_map`
 */
export function effectiveComplexity(values: ArrayLike<number>, epsilon = EPSILON): Score {
  const reason = whyNotFinite(values);
  if (reason) return reason;
  let count = 0;
  for (let i = 0; i < values.length; i++) if (Math.abs(values[i]) > epsilon) count++;
  return { value: count };
}

export const effectivePixels = defineMetric({
  id: "effective-complexity",
  name: "Effective complexity",
  direction: "lower",
  range: [0, null],
  family: "complexity",
  profile: "quantus",
  cites: ["nguyen2020"],
  needs: [],
  reads: "values",
  parameters: { preparation: RANKING, threshold: EPSILON },
  formula: "number of pixels with |M| above the threshold",
  score: ({ values }) => effectiveComplexity(values.data),
});
