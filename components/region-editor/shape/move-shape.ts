import type { AnnotationShape, Point } from "#lib/formats/dataset/annotation.ts";
import type { Box } from "#lib/imaging/box.ts";
import type { Size } from "#lib/imaging/region.ts";
import { maskOf, shapeOfMask } from "./decoded-mask.ts";
import { shapeBounds } from "./shape-bounds.ts";

/** The part of a move that keeps a box inside the image, or no farther out of it than it is. */
export function holdBack(bounds: Box, dx: number, dy: number, size: Size): Point {
  return [
    allowed(dx, bounds.x, bounds.x + bounds.width, size.width),
    allowed(dy, bounds.y, bounds.y + bounds.height, size.height),
  ];
}

/** How far a span may move: never farther out of [0, length] than it is. */
function allowed(step: number, start: number, end: number, length: number): number {
  return Math.min(Math.max(step, Math.min(0, -start)), Math.max(0, length - end));
}

/** The shape moved by (dx, dy) image pixels, held back at the edges of the image. Masks move by whole pixels. */
export function moveShape(shape: AnnotationShape, dx: number, dy: number, size: Size): AnnotationShape {
  const [right, down] = holdBack(shapeBounds(shape), dx, dy, size);
  if (shape.kind === "mask") return moveMask(shape, Math.round(right), Math.round(down));
  if (right === 0 && down === 0) return shape;
  if (shape.kind === "box") return { ...shape, ...inImage(shape.x + right, shape.y + down, shape, size) };
  if (shape.kind === "ellipse") return { ...shape, cx: shape.cx + right, cy: shape.cy + down };
  return mapPoints(shape, ([x, y]) => [x + right, y + down]);
}

/** Keeps what rounding of sums could push over the edge inside. */
function inImage(x: number, y: number, box: { width: number; height: number }, size: Size) {
  return {
    x: Math.max(0, x + box.width > size.width ? size.width - box.width : x),
    y: Math.max(0, y + box.height > size.height ? size.height - box.height : y),
  };
}

type PointShape = Exclude<AnnotationShape, { kind: "box" | "mask" | "ellipse" }>;

/** The shape with each of its points replaced. */
export function mapPoints(shape: PointShape, move: (point: Point) => Point): PointShape {
  switch (shape.kind) {
    case "polygon":
      return { ...shape, parts: shape.parts.map((ring) => ring.map(move)) };
    case "rotated-box": {
      const [a, b, c, d] = shape.corners;
      return { ...shape, corners: [move(a), move(b), move(c), move(d)] };
    }
    default:
      return { ...shape, points: shape.points.map(move) };
  }
}

function moveMask(shape: Extract<AnnotationShape, { kind: "mask" }>, dx: number, dy: number) {
  if (dx === 0 && dy === 0) return shape;
  const { data, height, width } = maskOf(shape);
  const moved = new Uint8Array(height * width);
  const [from, to] = [Math.max(0, -dx), Math.min(width, width - dx)];
  for (let y = Math.max(0, -dy); y < Math.min(height, height - dy); y++) {
    moved.set(data.subarray(y * width + from, y * width + to), (y + dy) * width + from + dx);
  }
  return shapeOfMask({ data: moved, height, width });
}
