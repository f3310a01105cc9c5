import { type Box, maskBounds } from "./box.ts";
import { decodeMask, encodeMask, type Mask, type MaskRuns, maskShare } from "./mask-runs.ts";

export { type Box, decodeMask, encodeMask, type Mask, type MaskRuns, maskBounds, maskShare };

/** Closed rings of points in image pixels; even-odd rule, so a ring inside another is a hole. */
export interface Polygon {
  parts: [x: number, y: number][][];
}

/** What a ground-truth region looks like, in the pixels of its image. */
export type RegionShape =
  | ({ kind: "box" } & Box)
  | ({ kind: "polygon" } & Polygon)
  | ({ kind: "mask" } & MaskRuns);

export interface Size {
  height: number;
  width: number;
}

/**
 * The union of the regions as a mask of size `at`: a pixel is inside when its centre, brought back to the image of
 * size `image`, is inside any of them. With `at` left out, at the image's own size.
 */
export function rasteriseRegions(regions: readonly RegionShape[], image: Size, at: Size = image): Mask {
  const mask = { data: new Uint8Array(at.height * at.width), height: at.height, width: at.width };
  const centresX = sourceCentres(image.width, at.width);
  const centresY = sourceCentres(image.height, at.height);
  for (const region of regions) {
    const inside = insideTest(region);
    for (let y = 0; y < at.height; y++) {
      for (let x = 0; x < at.width; x++) {
        if (inside(centresX[x], centresY[y])) mask.data[y * at.width + x] = 1;
      }
    }
  }
  return mask;
}

/** The border of a region that is drawn by lines, as closed rings by the even-odd rule. */
export function regionRings(region: Exclude<RegionShape, { kind: "mask" }>): Polygon["parts"] {
  if (region.kind === "polygon") return region.parts;
  const { x, y, width, height } = region;
  const [right, bottom] = [x + width, y + height];
  return [
    [
      [x, y],
      [right, y],
      [right, bottom],
      [x, bottom],
    ],
  ];
}

/** The smallest box around one region; null when it covers no pixel. */
export function regionBounds(region: RegionShape): Box | null {
  if (region.kind === "box") {
    return { x: region.x, y: region.y, width: region.width, height: region.height };
  }
  if (region.kind === "mask") return maskBounds(decodeMask(region));
  const points = region.parts.flat();
  if (points.length === 0) return null;
  const [left, top] = [0, 1].map((axis) => Math.min(...points.map((point) => point[axis])));
  const [right, bottom] = [0, 1].map((axis) => Math.max(...points.map((point) => point[axis])));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** A left side and a width add up to a hair more than the right side they were made of, pixels. */
const ROUNDING = 1e-6;

/** Why the region does not belong on an image of this size, in words for its owner; null when it does. */
export function regionProblem(region: RegionShape, { width, height }: Size): string | null {
  if (region.kind === "mask") {
    const [rows, columns] = region.size;
    if (rows !== height || columns !== width) {
      return `its mask is ${columns} x ${rows} pixels but the image is ${width} x ${height}`;
    }
    const covered = region.counts.reduce((sum, count) => sum + count, 0);
    if (covered !== rows * columns) return `its mask's runs cover ${covered} of ${rows * columns} pixels`;
    return region.counts.some((count, i) => i % 2 === 1 && count > 0) ? null : "its mask is empty";
  }
  const bounds = regionBounds(region);
  if (!bounds || bounds.width <= 0 || bounds.height <= 0) return `its ${region.kind} is empty`;
  const [right, bottom] = [bounds.x + bounds.width, bounds.y + bounds.height];
  const fits = bounds.x >= 0 && bounds.y >= 0 && right <= width + ROUNDING && bottom <= height + ROUNDING;
  return fits ? null : `its ${region.kind} leaves the image (${width} x ${height} pixels)`;
}

/** Where the centres of `to` pixels lie among `from` pixels. */
function sourceCentres(from: number, to: number): Float64Array {
  return Float64Array.from({ length: to }, (_, i) => ((i + 0.5) * from) / to);
}

function insideTest(region: RegionShape): (x: number, y: number) => boolean {
  if (region.kind === "box") {
    const { x: left, y: top, width, height } = region;
    return (x, y) => x >= left && x < left + width && y >= top && y < top + height;
  }
  if (region.kind === "mask") {
    const { data, width } = decodeMask(region);
    return (x, y) => data[Math.floor(y) * width + Math.floor(x)] === 1;
  }
  return (x, y) => region.parts.reduce((inside, ring) => inside !== crosses(ring, x, y), false);
}

/** Whether a ray from the point to the right crosses the ring an odd number of times. */
function crosses(ring: readonly [number, number][], x: number, y: number): boolean {
  let odd = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [x1, y1] = ring[i];
    const [x2, y2] = ring[j];
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) odd = !odd;
  }
  return odd;
}
