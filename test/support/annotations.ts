import fc from "fast-check";
import type { Annotation, AnnotationShape, Point } from "#lib/formats/dataset/annotation.ts";
import { turnBox } from "#lib/formats/dataset/turn-box.ts";
import { encodeMask } from "#lib/imaging/mask-runs.ts";
import type { Size } from "#lib/imaging/region.ts";

export const SIZE: Size = { width: 40, height: 30 };

const within = (from: number, to: number) => fc.double({ min: from, max: to, noNaN: true });
const point: fc.Arbitrary<Point> = fc.tuple(within(0, SIZE.width), within(0, SIZE.height));

/** A triangle of some area inside a square of 8 pixels from the corner. */
const ring = (left: number, top: number): fc.Arbitrary<Point[]> =>
  fc
    .tuple(within(0, 3), within(0, 3), within(5, 8), within(0, 3), within(0, 8), within(5, 8))
    .map(([ax, ay, bx, by, cx, cy]) => [
      [left + ax, top + ay],
      [left + bx, top + by],
      [left + cx, top + cy],
    ]);

/** One of each shape that formats tell apart, inside a picture of SIZE. */
export const SHAPES = {
  box: fc
    .tuple(within(0, 30), within(0, 20), within(1, 10), within(1, 10))
    .map(([x, y, width, height]): AnnotationShape => ({ kind: "box", x, y, width, height })),
  "rotated-box": fc
    .tuple(within(14, 24), within(12, 18), within(2, 10), within(2, 10), within(1, 359))
    .map(([cx, cy, width, height, degrees]): AnnotationShape => {
      const box = { x: cx - width / 2, y: cy - height / 2, width, height };
      return { kind: "rotated-box", corners: turnBox(box, degrees, [cx, cy]) };
    }),
  polygon: ring(4, 4).map((part): AnnotationShape => ({ kind: "polygon", parts: [part] })),
  "polygon-holes": fc
    .tuple(ring(0, 0), ring(4, 4), ring(20, 10))
    .map((parts): AnnotationShape => ({ kind: "polygon", parts })),
  "polygon-union": fc
    .tuple(ring(0, 0), ring(4, 4), ring(20, 10))
    .map((parts): AnnotationShape => ({ kind: "polygon", parts, union: true })),
  ellipse: fc
    .tuple(within(14, 24), within(12, 18), within(1, 10), within(1, 10), within(-180, 180))
    .map(([cx, cy, rx, ry, rotation]): AnnotationShape => ({ kind: "ellipse", cx, cy, rx, ry, rotation })),
  mask: fc
    .uint8Array({ minLength: 1200, maxLength: 1200, max: 1 })
    .filter((data) => data.includes(1))
    .map((data): AnnotationShape => ({ kind: "mask", ...encodeMask({ data, ...SIZE }) })),
  points: fc
    .array(point, { minLength: 1, maxLength: 5 })
    .map((points): AnnotationShape => ({ kind: "points", points })),
  polyline: fc
    .array(point, { minLength: 2, maxLength: 5 })
    .map((points): AnnotationShape => ({ kind: "polyline", points })),
};

const text = fc.constantFrom("red", "a, b", '"quoted"', "<dark> & bright", "größe", "7");

export const facts = fc.record(
  {
    class: fc.constantFrom("cat", "dog, small", 'a "cat"', "<b>&amp;", "鳥", "__proto__", "../etc"),
    id: fc.integer({ min: 1, max: 1e9 }),
    crowd: fc.boolean(),
    difficult: fc.boolean(),
    truncated: fc.boolean(),
    occluded: fc.boolean(),
    order: fc.integer({ min: -5, max: 5 }),
    attributes: fc.dictionary(
      fc.constantFrom("colour", "a b", "x1"),
      fc.oneof(text, fc.integer(), fc.boolean()),
      {
        minKeys: 1,
        noNullPrototype: true,
      },
    ),
  },
  { requiredKeys: [] },
);

export function markOf(key: keyof typeof SHAPES): fc.Arbitrary<Annotation> {
  return fc.tuple(SHAPES[key], facts).map(([shape, said]) => ({ ...said, ...shape }) as Annotation);
}
