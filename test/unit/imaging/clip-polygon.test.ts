import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { annotationArea } from "#lib/formats/dataset/annotation.ts";
import { clipRing, crossesItself } from "#lib/imaging/clip-polygon.ts";

type Point = [number, number];
const area = (ring: Point[]) => annotationArea({ kind: "polygon", parts: [ring] });
const rectangle = (x0: number, y0: number, x1: number, y1: number): Point[] => [
  [x0, y0],
  [x1, y0],
  [x1, y1],
  [x0, y1],
];
const coordinate = fc.double({ min: -50, max: 150, noNaN: true });

describe("clipping a ring to the picture", () => {
  it("leaves what lies inside alone", () => {
    const ring = rectangle(1, 2, 30, 20);
    expect(clipRing(ring, 30, 20)).toEqual(ring);
  });

  it("leaves nothing of what lies outside", () => {
    expect(clipRing(rectangle(31, 0, 40, 5), 30, 20).length).toBeLessThan(3);
  });

  it("cuts a rectangle to the common rectangle", () => {
    fc.assert(
      fc.property(coordinate, coordinate, coordinate, coordinate, (a, b, c, d) => {
        const [x0, x1] = [Math.min(a, c), Math.max(a, c)];
        const [y0, y1] = [Math.min(b, d), Math.max(b, d)];
        const width = Math.max(0, Math.min(100, x1) - Math.max(0, x0));
        const height = Math.max(0, Math.min(80, y1) - Math.max(0, y0));
        expect(area(clipRing(rectangle(x0, y0, x1, y1), 100, 80))).toBeCloseTo(width * height, 6);
      }),
    );
  });

  it("keeps every point inside, and a triangle's area no larger", () => {
    const point = fc.tuple(coordinate, coordinate);
    fc.assert(
      fc.property(point, point, point, (...triangle) => {
        const clipped = clipRing(triangle, 100, 80);
        for (const [x, y] of clipped) {
          expect(x).toBeGreaterThanOrEqual(-1e-9);
          expect(x).toBeLessThanOrEqual(100 + 1e-9);
          expect(y).toBeGreaterThanOrEqual(-1e-9);
          expect(y).toBeLessThanOrEqual(80 + 1e-9);
        }
        expect(area(clipped)).toBeLessThanOrEqual(area(triangle) + 1e-6);
      }),
    );
  });
});

describe("a ring that crosses itself", () => {
  it("is found: a bow tie", () => {
    const bowTie: Point[] = [
      [1, 1],
      [9, 9],
      [9, 1],
      [1, 9],
    ];
    expect(crossesItself(bowTie)).toBe(true);
  });

  it("is not seen in a convex ring", () => {
    const circle = Array.from({ length: 40 }, (_, i): Point => [Math.cos(i / 6.4), Math.sin(i / 6.4)]);
    expect(crossesItself(circle)).toBe(false);
    expect(crossesItself(rectangle(0, 0, 1, 1))).toBe(false);
  });
});
