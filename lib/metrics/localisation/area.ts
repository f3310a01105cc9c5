import { defineMetric, PREPARATION, PROFILE } from "../define-metric.ts";

/** Mean of a map: the share of the image it covers when its values are in [0, 1]. */
export function meanValue(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Area size of Li et al. (2021): small is specific. Says nothing of whether the place is right. */
export const area = defineMetric({
  id: "area",
  name: "Area",
  direction: "lower",
  range: [0, 1],
  family: "size",
  profile: PROFILE,
  cites: ["li2021"],
  needs: [],
  parameters: { preparation: PREPARATION },
  formula: "mean of the map",
  score: ({ map }) => ({ value: meanValue(map.data) }),
});
