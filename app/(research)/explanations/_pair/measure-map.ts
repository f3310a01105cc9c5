import type { Box } from "#lib/imaging/box.ts";
import { area } from "#lib/metrics/localisation/area.ts";
import { precisionBox } from "#lib/metrics/localisation/precision.ts";
import { prepareMap } from "#lib/metrics/prepare-map.ts";
import type { SaliencyMap } from "#lib/tensor/model-view.ts";

export interface MapMeasures {
  /** Share of the picture the map covers, and of its mass in the object's box; null where undefined. */
  area: number | null;
  inside: number | null;
}

/**
 * Area and precision in box of a map that is shown but not scored, by the metrics' own definitions.
 * @param box of the object in pixels of the model's input, null when unknown @param side of that input
 */
export function measureMap(map: SaliencyMap, box: Box | null, side: number): MapMeasures {
  const prepared = prepareMap(map, side);
  if ("undefined" in prepared || prepared.noEvidence) return { area: null, inside: null };
  const subject = { ...prepared, mask: null, box, boxes: box ? [box] : [], curves: null };
  const value = (score: ReturnType<typeof area.score>) => ("value" in score ? score.value : null);
  return { area: value(area.score(subject)), inside: value(precisionBox.score(subject)) };
}
