import { z } from "zod";
import type { RegionShape } from "#lib/imaging/region.ts";

/** Regions as a data set version keeps them. */
const FrozenRegions = z.array(
  z.object({
    kind: z.enum(["box", "polygon", "mask"]),
    geometry: z.record(z.string(), z.unknown()),
    className: z.string().nullable().optional(),
  }),
);

export interface ObjectShapes {
  /** Where the object is, as exactly as is known: its masks and polygons, else its boxes. Empty when nothing is known. */
  exact: RegionShape[];
  /** Its masks and polygons alone. */
  areas: RegionShape[];
  /** The first box drawn around it. */
  box: RegionShape | null;
}

/** The frozen regions of the image's own class; those of other classes say nothing of the answer and are left out. */
export function objectShapes(image: { regions: unknown; className: string | null }): ObjectShapes {
  const shapes = FrozenRegions.parse(image.regions)
    .filter((region) => (region.className ?? image.className) === image.className)
    .map(({ kind, geometry }) => ({ kind, ...geometry }) as RegionShape);
  const areas = shapes.filter((shape) => shape.kind !== "box");
  const box = shapes.find((shape) => shape.kind === "box") ?? null;
  return { exact: areas.length > 0 ? areas : shapes, areas, box };
}
