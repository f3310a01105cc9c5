import { maskOutline } from "#lib/imaging/mask-outline.ts";
import { encodeMask, type MaskRuns } from "#lib/imaging/mask-runs.ts";
import { rasteriseRings } from "#lib/imaging/rasterise-rings.ts";
import { regionRings, type Size } from "#lib/imaging/region.ts";
import { smallestRectangle } from "#lib/imaging/smallest-rectangle.ts";
import type { AnnotationShape, Point } from "./annotation.ts";
import { joinRings } from "./join-rings.ts";
import { regionArea } from "./region-area.ts";

/** What a format that cannot hold a shape holds instead; an empty list when nothing of it lies in the picture. */
export type ConvertShape = (shape: AnnotationShape, size: Size) => AnnotationShape[];

/** The border of a shape's area as closed rings by the even-odd rule, inside the picture; [] for points and lines. */
function ringsOf(shape: AnnotationShape, size: Size): Point[][] {
  const area = regionArea(shape, size);
  if (area === null) return [];
  return area.kind === "mask" ? maskOutline(area) : regionRings(area);
}

/** The pixels of a shape: those whose centre is inside, or by COCO's rule where its rings add up. */
function pixelsOf(shape: AnnotationShape, size: Size): MaskRuns {
  const area = regionArea(shape, size);
  return area?.kind === "mask" ? area : encodeMask(rasteriseRings(ringsOf(shape, size), size));
}

/** The smallest upright box around the shape. */
export const toBox: ConvertShape = (shape, size) => {
  const points = ringsOf(shape, size).flat();
  if (points.length === 0) return [];
  const [left, top, right, bottom] = boundsOf(points);
  return [{ kind: "box", x: left, y: top, width: right - left, height: bottom - top }];
};

/** [left, top, right, bottom] of at least one point. */
export function boundsOf(points: readonly Point[]): [number, number, number, number] {
  return points.reduce(
    ([left, top, right, bottom], [x, y]) => [
      Math.min(left, x),
      Math.min(top, y),
      Math.max(right, x),
      Math.max(bottom, y),
    ],
    [Infinity, Infinity, -Infinity, -Infinity],
  );
}

/** One ring: a hole or another part is joined to it by a seam of no width. */
export const toRing: ConvertShape = (shape, size) => {
  const rings = ringsOf(shape, size);
  return rings.length === 0 ? [] : [{ kind: "polygon", parts: [joinRings(rings)] }];
};

/** The four corners of an upright box, from the top left clockwise. */
export const toCorners: ConvertShape = (shape, size) => {
  const ring = ringsOf(shape, size)[0] ?? [];
  if (ring.length !== 4) return [];
  const [a, b, c, d] = ring;
  return [{ kind: "rotated-box", corners: [a, b, c, d] }];
};

/** The smallest rectangle at any angle around the shape. */
export const toRotatedBox: ConvertShape = (shape, size) => {
  const points = ringsOf(shape, size).flat();
  return points.length === 0 ? [] : [{ kind: "rotated-box", corners: smallestRectangle(points) }];
};

/** The shape's pixels. */
export const toMask: ConvertShape = (shape, size) => {
  const { size: sides, counts } = pixelsOf(shape, size);
  return counts.some((count, i) => i % 2 === 1 && count > 0) ? [{ kind: "mask", size: sides, counts }] : [];
};

/** Several points one by one. */
export const toSinglePoints: ConvertShape = (shape) =>
  shape.kind === "points" ? shape.points.map((point) => ({ kind: "points", points: [point] })) : [];
