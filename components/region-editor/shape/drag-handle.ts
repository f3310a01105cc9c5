import type { AnnotationShape, Point } from "#lib/formats/dataset/annotation.ts";
import type { Size } from "#lib/imaging/region.ts";
import { middle } from "./handles.ts";

type Shape<Kind extends AnnotationShape["kind"]> = Extract<AnnotationShape, { kind: Kind }>;

/** Rotation is held to these steps while the angle is constrained, degrees. */
const ANGLE_STEP = 15;

/**
 * The shape after one of its handles was taken to a place. Corners and points stay inside the image.
 * @param shape as it was when the handle was taken
 * @param constrain rotates in steps of 15 degrees
 */
export function dragHandle(
  shape: AnnotationShape,
  handle: string,
  to: Point,
  size: Size,
  constrain = false,
): AnnotationShape {
  if (handle === "rotate") return rotateTowards(shape, to, constrain);
  const inside: Point = [clamp(to[0], size.width), clamp(to[1], size.height)];
  switch (shape.kind) {
    case "box":
      return dragBox(shape, handle, inside);
    case "rotated-box":
      return dragCorner(shape, Number(handle), to);
    case "ellipse":
      return dragAxis(shape, handle, to);
    case "polygon":
      return { ...shape, parts: dragInRings(shape.parts, handle, inside) };
    case "polyline":
    case "points":
      return { ...shape, points: dragInPoints(shape.points, handle, inside) };
    case "mask":
      return shape;
  }
}

export const clamp = (value: number, high: number): number => Math.min(high, Math.max(0, value));

function dragBox({ x, y, width, height }: Shape<"box">, handle: string, [toX, toY]: Point): AnnotationShape {
  const span = (start: number, length: number, to: number, atStart: boolean, atEnd: boolean) => {
    const fixed = atStart ? start + length : start;
    if (!atStart && !atEnd) return [start, length];
    return [Math.min(fixed, to), Math.abs(to - fixed)];
  };
  const [left, across] = span(x, width, toX, handle.includes("w"), handle.includes("e"));
  const [top, down] = span(y, height, toY, handle.includes("n"), handle.includes("s"));
  return { kind: "box", x: left, y: top, width: across, height: down };
}

/** The corner goes to a place, the opposite one stays, the sides keep their directions. */
function dragCorner({ corners }: Shape<"rotated-box">, corner: number, to: Point): AnnotationShape {
  const opposite = (corner + 2) % 4;
  const fixed = corners[opposite];
  const u = direction(corners[0], corners[1]);
  const v = direction(corners[0], corners[3]);
  const [dx, dy] = [to[0] - fixed[0], to[1] - fixed[1]];
  const determinant = u[0] * v[1] - u[1] * v[0] || 1;
  const a = (dx * v[1] - dy * v[0]) / determinant;
  const b = (u[0] * dy - u[1] * dx) / determinant;
  const moved: [Point, Point, Point, Point] = [...corners];
  moved[corner] = to;
  moved[opposite ^ 1] = [fixed[0] + a * u[0], fixed[1] + a * u[1]];
  moved[3 - opposite] = [fixed[0] + b * v[0], fixed[1] + b * v[1]];
  return { kind: "rotated-box", corners: moved };
}

function direction(from: Point, to: Point): Point {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
  return [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
}

function dragAxis(shape: Shape<"ellipse">, handle: string, to: Point): AnnotationShape {
  const angle = (shape.rotation * Math.PI) / 180;
  const [dx, dy] = [to[0] - shape.cx, to[1] - shape.cy];
  const along = Math.abs(dx * Math.cos(angle) + dy * Math.sin(angle));
  const across = Math.abs(dy * Math.cos(angle) - dx * Math.sin(angle));
  return handle === "e" || handle === "w" ? { ...shape, rx: along } : { ...shape, ry: across };
}

function dragInRings(parts: readonly Point[][], handle: string, to: Point): Point[][] {
  const [part, corner] = handle.split(".");
  return parts.map((ring, i) => (i === Number(part) ? dragInPoints(ring, corner, to) : ring));
}

/** "3" moves point 3, "3+" puts a new one after it. */
function dragInPoints(points: readonly Point[], handle: string, to: Point): Point[] {
  const index = Number.parseInt(handle, 10);
  if (handle.endsWith("+")) return [...points.slice(0, index + 1), to, ...points.slice(index + 1)];
  return points.map((point, i) => (i === index ? to : point));
}

function rotateTowards(shape: AnnotationShape, to: Point, constrain: boolean): AnnotationShape {
  const centre = centreOf(shape);
  if (!centre) return shape;
  const raw = (Math.atan2(to[1] - centre[1], to[0] - centre[0]) * 180) / Math.PI + 90;
  const upright = constrain ? Math.round(raw / ANGLE_STEP) * ANGLE_STEP : raw;
  if (shape.kind === "ellipse") return { ...shape, rotation: ((upright % 360) + 360) % 360 };
  if (shape.kind === "box") return turn(cornersOf(shape), centre, upright);
  if (shape.kind !== "rotated-box") return shape;
  const top = middle(shape.corners[0], shape.corners[1]);
  const now = (Math.atan2(top[1] - centre[1], top[0] - centre[0]) * 180) / Math.PI + 90;
  return turn(shape.corners, centre, upright - now);
}

function centreOf(shape: AnnotationShape): Point | null {
  if (shape.kind === "ellipse") return [shape.cx, shape.cy];
  if (shape.kind === "box") return [shape.x + shape.width / 2, shape.y + shape.height / 2];
  return shape.kind === "rotated-box" ? middle(shape.corners[0], shape.corners[2]) : null;
}

function cornersOf({ x, y, width, height }: Shape<"box">): [Point, Point, Point, Point] {
  return [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ];
}

function turn(corners: readonly Point[], [cx, cy]: Point, degrees: number): AnnotationShape {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const turned = corners.map(
    ([x, y]): Point => [cx + (x - cx) * cos - (y - cy) * sin, cy + (x - cx) * sin + (y - cy) * cos],
  );
  return { kind: "rotated-box", corners: [turned[0], turned[1], turned[2], turned[3]] };
}
