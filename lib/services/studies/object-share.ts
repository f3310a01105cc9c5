import { z } from "zod";
import { type RegionShape, rasteriseRegions } from "#lib/imaging/region.ts";
import { minMax, upsampleMap } from "#lib/imaging/saliency.ts";
import { highlightShare } from "#lib/study/practice.ts";
import type { SaliencyMap } from "#lib/tensor/model-view.ts";

const FrozenRegions = z.array(
  z.object({
    kind: z.enum(["box", "polygon", "mask"]),
    geometry: z.record(z.string(), z.unknown()),
    className: z.string().nullable().optional(),
  }),
);

export interface LocatedImage {
  readonly width: number;
  readonly height: number;
  readonly className: string | null;
  /** As frozen in the version. */
  readonly regions: unknown;
}

/** Share of the highlight that lies on the image's own object, measured at `side` pixels; null where unknown. */
export function objectShare(map: SaliencyMap, image: LocatedImage, side: number): number | null {
  const regions = FrozenRegions.parse(image.regions)
    .filter((region) => (region.className ?? image.className) === image.className)
    .map(({ kind, geometry }) => ({ kind, ...geometry }) as RegionShape);
  if (regions.length === 0) return null;
  const mask = rasteriseRegions(regions, image, { height: side, width: side });
  return highlightShare(minMax(upsampleMap(map, side, side)).data, mask.data);
}
