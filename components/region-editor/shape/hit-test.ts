import type { AnnotationShape, Point } from "#lib/formats/dataset/annotation.ts";
import { maskOf } from "./decoded-mask.ts";
import { shapeBounds } from "./shape-bounds.ts";

/** Whether a place is on a shape, or within `tolerance` image pixels of its outline. */
export function hits(shape: AnnotationShape, [x, y]: Point, tolerance: number): boolean {
  const box = shapeBounds(shape);
  if (x < box.x - tolerance || x > box.x + box.width + tolerance) return false;
  if (y < box.y - tolerance || y > box.y + box.height + tolerance) return false;
  switch (shape.kind) {
    case "box":
      return true;
    case "mask": {
      const { data, width } = maskOf(shape);
      return x >= 0 && x < width && data[Math.floor(y) * width + Math.floor(x)] === 1;
    }
    case "ellipse": {
      const angle = (shape.rotation * Math.PI) / 180;
      const [dx, dy] = [x - shape.cx, y - shape.cy];
      const u = (dx * Math.cos(angle) + dy * Math.sin(angle)) / (shape.rx + tolerance);
      const v = (dy * Math.cos(angle) - dx * Math.sin(angle)) / (shape.ry + tolerance);
      return u * u + v * v <= 1;
    }
    case "points":
      return shape.points.some((point) => Math.hypot(point[0] - x, point[1] - y) <= tolerance);
    case "polyline":
      return nearPath(shape.points, [x, y], tolerance, false);
    case "rotated-box":
      return isInRings([shape.corners], [x, y]) || nearPath(shape.corners, [x, y], tolerance, true);
    case "polygon":
      return (
        isInPolygon(shape, [x, y]) || shape.parts.some((ring) => nearPath(ring, [x, y], tolerance, true))
      );
  }
}

/** Inside by its own rule: rings that add up, or even-odd. */
export function isInPolygon(
  { parts, union }: Extract<AnnotationShape, { kind: "polygon" }>,
  at: Point,
): boolean {
  return union ? parts.some((ring) => isInRings([ring], at)) : isInRings(parts, at);
}

function isInRings(rings: readonly (readonly Point[])[], [x, y]: Point): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [x1, y1] = ring[i];
      const [x2, y2] = ring[j];
      if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
    }
  }
  return inside;
}

function nearPath(points: readonly Point[], at: Point, tolerance: number, closed: boolean): boolean {
  return points.some((point, i) => {
    if (i === 0 && !closed) return points.length === 1 && distanceToSegment(at, point, point) <= tolerance;
    return distanceToSegment(at, points.at(i - 1) ?? point, point) <= tolerance;
  });
}

/** Distance of a place from the segment a-b. */
export function distanceToSegment([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const squared = dx * dx + dy * dy;
  const share = squared > 0 ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / squared)) : 0;
  return Math.hypot(x - ax - share * dx, y - ay - share * dy);
}
