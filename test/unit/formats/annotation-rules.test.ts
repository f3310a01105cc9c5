import { describe, expect, it } from "vitest";
import type { AnnotationShape } from "#lib/formats/dataset/annotation.ts";
import { annotationProblem } from "#lib/formats/dataset/annotation-problem.ts";
import { AnnotationSchema } from "#lib/formats/dataset/annotation-schema.ts";
import { regionArea } from "#lib/formats/dataset/region-area.ts";
import { rasteriseRegions } from "#lib/imaging/region.ts";
import { fromRegionRow, toRegionRow } from "#lib/services/regions/region-row.ts";

const size = { width: 20, height: 10 };

const SHAPES: AnnotationShape[] = [
  { kind: "box", x: 1.25, y: 2, width: 3, height: 4 },
  {
    kind: "rotated-box",
    corners: [
      [5, 1],
      [9, 5],
      [5, 9],
      [1, 5],
    ],
  },
  {
    kind: "polygon",
    union: true,
    parts: [
      [
        [0, 0],
        [8, 0],
        [8, 8],
      ],
    ],
  },
  { kind: "ellipse", cx: 10, cy: 5, rx: 4, ry: 2, rotation: 30 },
  { kind: "mask", size: [10, 20], counts: [21, 3, 176] },
  { kind: "points", points: [[3.5, 4.25]] },
  {
    kind: "polyline",
    points: [
      [0, 0],
      [5, 5],
    ],
  },
];

describe("an annotation of every kind", () => {
  it.each(SHAPES)("$kind passes the schema and comes back from its row as it went in", (shape) => {
    const said = { id: 7, difficult: true, order: 2, attributes: { pose: "left" } };
    const mark = AnnotationSchema.parse({ ...shape, class: "fox", ...said });
    expect(mark).toEqual({ ...shape, class: "fox", ...said });
    const row = toRegionRow(mark);
    expect(row.attributes).toEqual(said);
    expect(fromRegionRow(row)).toEqual({ ...shape, ...said });
    expect(toRegionRow(AnnotationSchema.parse(shape)).attributes).toEqual({});
  });

  it.each(SHAPES)("$kind belongs on its picture, and on none that it does not touch", (shape) => {
    expect(annotationProblem(shape, size)).toBeNull();
    expect(annotationProblem(moved(shape, 100), size)).not.toBeNull();
  });

  it("lets rotated boxes and ellipses reach over the edge, boxes and polygons not", () => {
    const over = (shape: AnnotationShape) => annotationProblem(moved(shape, 12), size);
    const [box, rotated, polygon, ellipse] = SHAPES;
    expect(over(rotated)).toBeNull();
    expect(over({ ...ellipse, cx: 5 } as AnnotationShape)).toBeNull();
    expect(over({ ...box, width: 10 } as AnnotationShape)).toMatch("leaves the image");
    expect(annotationProblem(moved(polygon, 15), size)).toMatch("leaves the image");
  });

  it("refuses numbers that are none", () => {
    for (const x of [Number.NaN, Number.POSITIVE_INFINITY, "1", null, { gt: 1 }]) {
      expect(AnnotationSchema.safeParse({ kind: "box", x, y: 0, width: 1, height: 1 }).success).toBe(false);
      expect(AnnotationSchema.safeParse({ kind: "points", points: [[x, 0]] }).success).toBe(false);
    }
  });
});

describe("regionArea", () => {
  it("covers the pixels an ellipse covers, to its edge", () => {
    const picture = { width: 200, height: 200 };
    const area = regionArea({ kind: "ellipse", cx: 100, cy: 100, rx: 60, ry: 30, rotation: 30 }, picture);
    const covered = rasteriseRegions([area!], picture).data.reduce((sum, value) => sum + value, 0);
    expect(Math.abs(covered / (Math.PI * 60 * 30) - 1)).toBeLessThan(0.005);
  });

  it("gives points and lines none", () => {
    expect(regionArea(SHAPES[5], size)).toBeNull();
    expect(regionArea(SHAPES[6], size)).toBeNull();
  });
});

function moved(shape: AnnotationShape, dx: number): AnnotationShape {
  const shift = ([x, y]: [number, number]): [number, number] => [x + dx, y];
  switch (shape.kind) {
    case "box":
      return { ...shape, x: shape.x + dx };
    case "rotated-box": {
      const [a, b, c, d] = shape.corners;
      return { ...shape, corners: [shift(a), shift(b), shift(c), shift(d)] };
    }
    case "polygon":
      return { ...shape, parts: shape.parts.map((ring) => ring.map(shift)) };
    case "ellipse":
      return { ...shape, cx: shape.cx + dx };
    case "mask":
      return { ...shape, size: [shape.size[0], shape.size[1] + dx] };
    default:
      return { ...shape, points: shape.points.map(shift) };
  }
}
