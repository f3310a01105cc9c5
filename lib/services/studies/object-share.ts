import { rasteriseRegions } from "#lib/imaging/region.ts";
import { minMax, upsampleMap } from "#lib/imaging/saliency.ts";
import { highlightShare } from "#lib/study/practice.ts";
import type { SaliencyMap } from "#lib/tensor/model-view.ts";
import { objectShapes } from "../datasets/object-shapes.ts";

export interface LocatedImage {
  readonly width: number;
  readonly height: number;
  readonly className: string | null;
  /** As frozen in the version. */
  readonly regions: unknown;
}

/** Share of the highlight that lies on the image's own object, measured at `side` pixels; null where unknown. */
export function objectShare(map: SaliencyMap, image: LocatedImage, side: number): number | null {
  const { exact } = objectShapes(image);
  if (exact.length === 0) return null;
  const mask = rasteriseRegions(exact, image, { height: side, width: side });
  return highlightShare(minMax(upsampleMap(map, side, side)).data, mask.data);
}
