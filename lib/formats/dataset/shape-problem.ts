import { clipRing } from "#lib/imaging/clip-polygon.ts";
import type { Size } from "#lib/imaging/region.ts";
import type { AnnotationShape, Point } from "./annotation.ts";

/** Rounding in the numbers of formats and sums may reach over an edge by this many pixels. */
const ROUNDING = 0.02;

/**
 * Why a shape does not belong on an image of this size, in words for whoever drew it; null when it does. Boxes,
 * polygons and points lie inside the image; rotated boxes, ellipses and lines keep their form as long as a part does.
 */
export function shapeProblem(shape: AnnotationShape, size: Size): string | null {
  if (!numbersOf(shape).every(Number.isFinite)) return `its ${shape.kind} has a number that is not finite`;
  switch (shape.kind) {
    case "box": {
      const { x, y, width, height } = shape;
      if (!(width > 0 && height > 0)) return "its box is empty";
      return isInside([x, y], size) && isInside([x + width, y + height], size) ? null : leaves("box", size);
    }
    case "polygon": {
      if (shape.parts.length === 0) return "its polygon is empty";
      if (shape.parts.some((ring) => ring.length < 3))
        return "its polygon has a ring of fewer than 3 corners";
      return shape.parts.flat().every((point) => isInside(point, size)) ? null : leaves("polygon", size);
    }
    case "rotated-box":
      return clipRing(shape.corners, size.width, size.height).length >= 3
        ? null
        : "its rotated box lies outside the image";
    case "ellipse":
      return ellipseProblem(shape, size);
    case "points":
      if (shape.points.length === 0) return "it has no point";
      return shape.points.every((point) => isInside(point, size)) ? null : leaves("point", size);
    case "polyline":
      if (shape.points.length < 2) return "its line has fewer than 2 points";
      return shape.points.some((point) => isInside(point, size)) ? null : "its line lies outside the image";
    case "mask":
      return maskProblem(shape, size);
  }
}

function leaves(what: string, { width, height }: Size): string {
  return `its ${what} leaves the image (${width} x ${height} pixels)`;
}

function isInside([x, y]: Point, { width, height }: Size): boolean {
  return x >= -ROUNDING && y >= -ROUNDING && x <= width + ROUNDING && y <= height + ROUNDING;
}

function ellipseProblem(
  { cx, cy, rx, ry }: AnnotationShape & { kind: "ellipse" },
  size: Size,
): string | null {
  if (!(rx > 0 && ry > 0)) return "its ellipse is empty";
  const reach = Math.max(rx, ry);
  const near = cx > -reach && cy > -reach && cx < size.width + reach && cy < size.height + reach;
  return near ? null : "its ellipse lies outside the image";
}

function maskProblem({ size, counts }: AnnotationShape & { kind: "mask" }, image: Size): string | null {
  const [rows, columns] = size;
  if (rows !== image.height || columns !== image.width) {
    return `its mask is ${columns} x ${rows} pixels but the image is ${image.width} x ${image.height}`;
  }
  if (!counts.every((count) => Number.isInteger(count) && count >= 0))
    return "its mask's runs are not counts";
  const covered = counts.reduce((sum, count) => sum + count, 0);
  if (covered !== rows * columns) return `its mask's runs cover ${covered} of ${rows * columns} pixels`;
  return counts.some((count, i) => i % 2 === 1 && count > 0) ? null : "its mask is empty";
}

function numbersOf(shape: AnnotationShape): number[] {
  switch (shape.kind) {
    case "box":
      return [shape.x, shape.y, shape.width, shape.height];
    case "polygon":
      return shape.parts.flat(2);
    case "rotated-box":
      return shape.corners.flat();
    case "ellipse":
      return [shape.cx, shape.cy, shape.rx, shape.ry, shape.rotation];
    case "points":
    case "polyline":
      return shape.points.flat();
    case "mask":
      return [...shape.size];
  }
}
