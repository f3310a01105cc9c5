import { normaliseMap } from "#lib/explain/normalise-map.ts";
import type { SaliencyMap } from "#lib/tensor/model-view.ts";
import type { UndefinedScore } from "./define-metric.ts";

/**
 * The map in [0, 1] at side x side, or why it cannot be scored: it is not finite, has nothing above 0, or is the same
 * everywhere.
 */
export function prepareMap(map: SaliencyMap, side: number): SaliencyMap | { undefined: UndefinedScore } {
  if (map.data.some((value) => !Number.isFinite(value))) return { undefined: "non_finite_map" };
  const prepared = normaliseMap(map, side, side);
  if (prepared.data.some((value) => value > 0)) return prepared;
  return { undefined: map.data.some((value) => value > 0) ? "constant_map" : "no_positive_mass" };
}
