import { z } from "zod";
import { maskBounds, type RegionShape, rasteriseRegions, regionBounds } from "#lib/imaging/region.ts";
import type { Truth } from "#workers/compute/protocol.ts";
import type { VersionItem } from "./version-images.ts";

const FrozenRegions = z.array(
  z.object({
    kind: z.enum(["box", "polygon", "mask"]),
    geometry: z.record(z.string(), z.unknown()),
    className: z.string().nullable().optional(),
  }),
);

/**
 * Where the true class is in the image, at the model's input size: the union of its masks and polygons, and the box
 * around them (or the drawn box). Regions of other classes say nothing of the answer and are left out.
 */
export function groundTruth(item: VersionItem, size: number): Truth {
  const shapes: RegionShape[] = FrozenRegions.parse(item.regions)
    .filter((region) => (region.className ?? item.className) === item.className)
    .map(({ kind, geometry }) => ({ kind, ...geometry }) as RegionShape);
  const drawnBox = shapes.find((shape) => shape.kind === "box");
  const areas = shapes.filter((shape) => shape.kind !== "box");
  const at = { height: size, width: size };
  const region = shapes.length > 0 ? rasteriseRegions(shapes, item, at) : null;
  const mask = areas.length > 0 ? rasteriseRegions(areas, item, at) : null;
  if (!drawnBox) return { region, mask, box: mask ? maskBounds(mask) : null };

  const bounds = regionBounds(drawnBox);
  const [scaleX, scaleY] = [size / item.width, size / item.height];
  const box = bounds && {
    x: bounds.x * scaleX,
    y: bounds.y * scaleY,
    width: bounds.width * scaleX,
    height: bounds.height * scaleY,
  };
  return { region, mask, box };
}
