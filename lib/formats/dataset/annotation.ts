import type { RegionShape } from "#lib/imaging/region.ts";

export type Point = [x: number, y: number];
export type AttributeValue = string | number | boolean | null;

/** What a format can draw on an image, in its pixels: x to the right, y down, from the outer edge of the top-left pixel. */
export type AnnotationShape =
  | Exclude<RegionShape, { kind: "polygon" }>
  /** With `union` the rings add up; without, a ring inside another is a hole (even-odd rule). */
  | (Extract<RegionShape, { kind: "polygon" }> & { union?: boolean })
  /** Four corners in the order the format gives them. */
  | { kind: "rotated-box"; corners: [Point, Point, Point, Point] }
  /** Half axes rx and ry; rotation in degrees, clockwise on screen, about the centre. */
  | { kind: "ellipse"; cx: number; cy: number; rx: number; ry: number; rotation: number }
  | { kind: "points"; points: Point[] }
  | { kind: "polyline"; points: Point[] };

/** One thing marked on an image, with everything its format says about it. */
export type Annotation = AnnotationShape & {
  /** The class it shows; left out: the image's class. */
  class?: string;
  /** As its format numbers it. */
  id?: string | number;
  /** A crowd of objects under one mask. */
  crowd?: boolean;
  difficult?: boolean;
  truncated?: boolean;
  occluded?: boolean;
  /** Drawing order: higher lies on top. */
  order?: number;
  attributes?: Record<string, AttributeValue>;
};

/**
 * Area in square pixels: width x height of a box, shoelace formula of a polygon's rings (summed) and of a rotated box,
 * pi rx ry of an ellipse, pixels of a mask; 0 for points and lines.
 */
export function annotationArea(shape: AnnotationShape): number {
  switch (shape.kind) {
    case "box":
      return shape.width * shape.height;
    case "polygon":
      return shape.parts.reduce((sum, ring) => sum + ringArea(ring), 0);
    case "rotated-box":
      return ringArea(shape.corners);
    case "ellipse":
      return Math.PI * shape.rx * shape.ry;
    case "mask":
      return shape.counts.reduce((sum, count, i) => (i % 2 === 1 ? sum + count : sum), 0);
    default:
      return 0;
  }
}

function ringArea(ring: readonly Point[]): number {
  let twice = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    twice += ring[j][0] * ring[i][1] - ring[i][0] * ring[j][1];
  }
  return Math.abs(twice) / 2;
}
