import { maskBounds, rasteriseRegions, regionBounds } from "#lib/imaging/region.ts";
import { objectShapes } from "#lib/services/datasets/object-shapes.ts";
import type { Truth } from "#workers/compute/protocol.ts";
import type { VersionItem } from "./version-images.ts";

/**
 * Where the true class is in the image, at the model's input size: the region as exactly as it is known, the union of
 * its masks and polygons, and the box around them (or the drawn box).
 */
export function groundTruth(item: VersionItem, size: number): Truth {
  const { exact, areas, box: drawnBox } = objectShapes(item);
  const at = { height: size, width: size };
  const region = exact.length > 0 ? rasteriseRegions(exact, item, at) : null;
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
