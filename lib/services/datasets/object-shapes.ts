import { z } from "zod";
import { RegionKind } from "#lib/db/generated/enums.ts";
import { regionArea } from "#lib/formats/dataset/region-area.ts";
import type { RegionShape, Size } from "#lib/imaging/region.ts";
import { fromRegionRow } from "../regions/region-row.ts";

/** Regions as a data set version keeps them. */
const FrozenRegions = z.array(
  z.object({
    kind: z.enum(RegionKind),
    geometry: z.record(z.string(), z.unknown()),
    className: z.string().nullable().optional(),
    attributes: z.record(z.string(), z.unknown()).default({}),
  }),
);

export interface ObjectShapes {
  /** Where the object is, as exactly as is known: its areas, else its boxes. Empty when nothing is known. */
  exact: RegionShape[];
  /** Its masks, polygons, rotated boxes and ellipses alone. */
  areas: RegionShape[];
  /** The first box drawn around it. */
  box: RegionShape | null;
}

/** The frozen regions of the image's own class; those of other classes say nothing of the answer and are left out. */
export function objectShapes(image: Size & { regions: unknown; className: string | null }): ObjectShapes {
  const shapes = FrozenRegions.parse(image.regions)
    .filter((region) => (region.className ?? image.className) === image.className)
    .flatMap((region) => regionArea(fromRegionRow(region), image) ?? []);
  const areas = shapes.filter((shape) => shape.kind !== "box");
  const box = shapes.find((shape) => shape.kind === "box") ?? null;
  return { exact: areas.length > 0 ? areas : shapes, areas, box };
}
