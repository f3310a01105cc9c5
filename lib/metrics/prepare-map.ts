import { normaliseMap } from "#lib/explain/normalise-map.ts";
import { upsampleMap } from "#lib/imaging/saliency.ts";
import type { SaliencyMap } from "#lib/tensor/model-view.ts";
import type { MetricFacts, UndefinedScore } from "./define-metric.ts";
import { whyConstant, whyNotFinite } from "./why-unscorable.ts";

export interface PreparedMap {
  /** In [0, 1], clipped at 0 and min-maxed; all 0 where the map has no evidence. */
  map: SaliencyMap;
  /** Values as the method gave them, of any sign. */
  values: SaliencyMap;
  /** Why `map` shows nothing: nothing is above 0, or what is above 0 is the same everywhere. Null = it shows something. */
  noEvidence: UndefinedScore | null;
}

/** The map at side x side, as metrics read it, or why none can: it is not finite, or the same everywhere. */
export function prepareMap(map: SaliencyMap, side: number): PreparedMap | { undefined: UndefinedScore } {
  const reason = whyNotFinite(map.data);
  if (reason) return reason;
  const hasMass = map.data.some((value) => value > 0);
  if (whyConstant(map.data)) return { undefined: hasMass ? "constant_map" : "no_positive_mass" };
  const prepared = normaliseMap(map, side, side);
  const hasContrast = prepared.data.some((value) => value > 0);
  return {
    map: prepared,
    values: upsampleMap(map, side, side),
    noEvidence: hasContrast ? null : hasMass ? "constant_map" : "no_positive_mass",
  };
}

/** Why a metric has no value on a prepared map: it reads evidence, and there is none. Null = it can be asked. */
export function whyUnread(metric: MetricFacts, { noEvidence }: PreparedMap) {
  return noEvidence && metric.reads !== "values" ? { undefined: noEvidence } : null;
}
