import type { AnnotationShape, Point } from "#lib/formats/dataset/annotation.ts";

/** Something on a shape that can be dragged. */
export interface Handle {
  /** Names it within its shape: "se", "rotate", "2" (a corner or point), "0.3" (ring and corner), "0.3+" (between corners). */
  id: string;
  kind: "corner" | "edge" | "vertex" | "between" | "rotate";
  at: Point;
}

type Shape<Kind extends AnnotationShape["kind"]> = Extract<AnnotationShape, { kind: Kind }>;

/**
 * The handles of a shape; a mask has none.
 * @param reach how far outside the shape its rotation handle stands, in image pixels
 */
export function handlesOf(shape: AnnotationShape, reach: number): Handle[] {
  switch (shape.kind) {
    case "box":
      return boxHandles(shape, reach);
    case "rotated-box":
      return [
        ...shape.corners.map((at, i): Handle => ({ id: String(i), kind: "corner", at })),
        { id: "rotate", kind: "rotate", at: aboveRotatedBox(shape, reach) },
      ];
    case "ellipse":
      return ellipseHandles(shape, reach);
    case "polygon":
      return shape.parts.flatMap((ring, part) => [
        ...ring.map((at, i): Handle => ({ id: `${part}.${i}`, kind: "vertex", at })),
        ...ring.map(
          (at, i): Handle => ({
            id: `${part}.${i}+`,
            kind: "between",
            at: middle(at, ring[(i + 1) % ring.length]),
          }),
        ),
      ]);
    case "polyline":
      return [
        ...vertices(shape.points),
        ...shape.points
          .slice(1)
          .map((at, i): Handle => ({ id: `${i}+`, kind: "between", at: middle(shape.points[i], at) })),
      ];
    case "points":
      return vertices(shape.points);
    case "mask":
      return [];
  }
}

const vertices = (points: readonly Point[]) =>
  points.map((at, i): Handle => ({ id: String(i), kind: "vertex", at }));

export function middle(a: Point, b: Point): Point {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

function boxHandles({ x, y, width, height }: Shape<"box">, reach: number): Handle[] {
  const [cx, cy, right, bottom] = [x + width / 2, y + height / 2, x + width, y + height];
  return [
    { id: "nw", kind: "corner", at: [x, y] },
    { id: "n", kind: "edge", at: [cx, y] },
    { id: "ne", kind: "corner", at: [right, y] },
    { id: "e", kind: "edge", at: [right, cy] },
    { id: "se", kind: "corner", at: [right, bottom] },
    { id: "s", kind: "edge", at: [cx, bottom] },
    { id: "sw", kind: "corner", at: [x, bottom] },
    { id: "w", kind: "edge", at: [x, cy] },
    { id: "rotate", kind: "rotate", at: [cx, y - reach] },
  ];
}

function aboveRotatedBox({ corners }: Shape<"rotated-box">, reach: number): Point {
  const top = middle(corners[0], corners[1]);
  const centre = middle(corners[0], corners[2]);
  const length = Math.hypot(top[0] - centre[0], top[1] - centre[1]) || 1;
  const share = reach / length;
  return [top[0] + (top[0] - centre[0]) * share, top[1] + (top[1] - centre[1]) * share];
}

function ellipseHandles({ cx, cy, rx, ry, rotation }: Shape<"ellipse">, reach: number): Handle[] {
  const angle = (rotation * Math.PI) / 180;
  const at = (u: number, v: number): Point => [
    cx + u * Math.cos(angle) - v * Math.sin(angle),
    cy + u * Math.sin(angle) + v * Math.cos(angle),
  ];
  return [
    { id: "e", kind: "edge", at: at(rx, 0) },
    { id: "s", kind: "edge", at: at(0, ry) },
    { id: "w", kind: "edge", at: at(-rx, 0) },
    { id: "n", kind: "edge", at: at(0, -ry) },
    { id: "rotate", kind: "rotate", at: at(0, -ry - reach) },
  ];
}
