import { describe, expect, it } from "vitest";
import type { Annotation } from "#lib/formats/dataset/annotation.ts";
import { annotationArea } from "#lib/formats/dataset/annotation.ts";
import { recordOf } from "#lib/formats/dataset/dataset-record.ts";
import { fitAnnotations } from "#lib/formats/dataset/fit-annotations.ts";
import { keepAreas } from "#lib/formats/dataset/keep-areas.ts";
import { decodeMask, regionProblem } from "#lib/imaging/region.ts";

const size = { width: 32, height: 24 };

function fitted(...regions: Annotation[]) {
  const { record, problems } = fitAnnotations(recordOf("a.png", { size, regions }));
  return { regions: record.regions, reasons: problems.map(({ reason }) => reason) };
}

describe("marks are brought inside their picture", () => {
  it("cuts a box at the edge and leaves out one beyond it", () => {
    const { regions, reasons } = fitted(
      { kind: "box", x: 28, y: 20, width: 20, height: 20, class: "c" },
      { kind: "box", x: 100, y: 100, width: 5, height: 5 },
    );
    expect(regions).toEqual([{ kind: "box", x: 28, y: 20, width: 4, height: 4, class: "c" }]);
    expect(reasons).toEqual(["region-outside-image", "region-outside-image"]);
  });

  it("cuts off what rounding put over the edge without a word", () => {
    const { regions, reasons } = fitted({ kind: "box", x: 0, y: -0.001, width: 32.0004, height: 24 });
    expect(regions).toEqual([{ kind: "box", x: 0, y: 0, width: 32, height: 23.999 }]);
    expect(reasons).toEqual([]);
  });

  it("leaves out what covers nothing", () => {
    const { regions, reasons } = fitted(
      { kind: "box", x: 5, y: 5, width: 0, height: 4 },
      { kind: "ellipse", cx: 5, cy: 5, rx: 0, ry: 3, rotation: 0 },
      { kind: "mask", size: [24, 32], counts: [768] },
    );
    expect(regions).toEqual([]);
    expect(reasons).toEqual(["empty-region", "empty-region", "empty-region"]);
  });

  it("keeps the points that lie inside and the whole line that begins inside", () => {
    const { regions } = fitted(
      {
        kind: "points",
        points: [
          [3, 4],
          [40, 4],
        ],
      },
      {
        kind: "polyline",
        points: [
          [3, 4],
          [40, 4],
        ],
      },
    );
    expect(regions.map((region) => "points" in region && region.points.length)).toEqual([1, 2]);
  });
});

describe("areas kept", () => {
  const keep = (...regions: Annotation[]) =>
    keepAreas({ records: [recordOf("a.png", { size, regions })], refused: [], warnings: [] });

  it("an ellipse becomes a polygon of nearly its area, cut at the edge", () => {
    const inside: Annotation = { kind: "ellipse", cx: 16, cy: 12, rx: 8, ry: 5, rotation: 30, class: "c" };
    const over: Annotation = { kind: "ellipse", cx: 0, cy: 12, rx: 8, ry: 5, rotation: 0 };
    const [{ regions }] = keep(inside, over).records;
    expect(annotationArea(regions[0]) / (Math.PI * 40)).toBeCloseTo(1, 2);
    expect(annotationArea(regions[1]) / (Math.PI * 20)).toBeCloseTo(1, 2);
    expect(regions[0].class).toBe("c");
    for (const region of regions) expect(regionProblem(region, size)).toBeNull();
  });

  it("rings that add up become a mask where they overlap, and stay a polygon where they do not", () => {
    const square = (x: number): [number, number][] => [
      [x, 2],
      [x + 6, 2],
      [x + 6, 8],
      [x, 8],
    ];
    const union = { kind: "polygon", union: true } as const;
    const [{ regions }] = keep(
      { ...union, parts: [square(2), square(5)] },
      { ...union, parts: [square(2), square(20)] },
    ).records;
    if (regions[0].kind !== "mask") throw new Error("no mask");
    expect(decodeMask(regions[0]).data.reduce((sum, value) => sum + value, 0)).toBe(9 * 6);
    expect(regions[1]).toEqual({ kind: "polygon", parts: [square(2), square(20)] });
  });

  it("points are left out with one note, and nothing but the shape and class is kept", () => {
    const { records, warnings } = keep(
      { kind: "points", points: [[1, 1]] },
      { kind: "box", x: 1, y: 1, width: 2, height: 2, id: 7, difficult: true, class: "c" },
    );
    expect(records[0].regions).toEqual([{ kind: "box", x: 1, y: 1, width: 2, height: 2, class: "c" }]);
    expect(warnings).toMatchObject([{ reason: "no-area" }]);
  });
});
