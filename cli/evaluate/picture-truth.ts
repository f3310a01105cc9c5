import type { Box } from "#lib/imaging/box.ts";
import type { RgbImage } from "#lib/imaging/raster.ts";
import { regionBounds } from "#lib/imaging/region.ts";
import type { Truth } from "#workers/compute/protocol.ts";
import { groundTruth } from "#workers/handlers/ground-truth.ts";
import type { Picture } from "../explain/find-pictures.ts";

/** Where a picture's class is, at a model's input size: as in a run, and with the box of each of its parts. */
export function pictureTruth(
  { className, regions }: Picture,
  { height, width }: Pick<RgbImage, "height" | "width">,
  size: number,
): Truth & { boxes: Box[] } {
  const own = regions.filter((region) => (region.class ?? className) === className);
  const frozen = own.map(({ kind, class: name, ...geometry }) => ({
    kind,
    geometry,
    className: name ?? null,
  }));
  const item = { imageId: "", sha256: "", split: "", className, width, height, regions: frozen };
  const drawn = own.filter(({ kind }) => kind === "box");
  const boxes = (drawn.length > 0 ? drawn : own).flatMap((region) => {
    const bounds = regionBounds(region);
    if (!bounds) return [];
    const [x, y] = [size / width, size / height];
    return [{ x: bounds.x * x, y: bounds.y * y, width: bounds.width * x, height: bounds.height * y }];
  });
  return { ...groundTruth(item, size), boxes };
}
