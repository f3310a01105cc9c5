import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  encodeMask,
  maskBounds,
  maskShare,
  type RegionShape,
  rasteriseRegions,
  regionBounds,
  regionProblem,
} from "#lib/imaging/region.ts";

const IMAGE = { height: 20, width: 30 };
const box = fc
  .record({
    x: fc.integer({ min: 0, max: 29 }),
    y: fc.integer({ min: 0, max: 19 }),
    width: fc.integer({ min: 1, max: 30 }),
    height: fc.integer({ min: 1, max: 20 }),
  })
  .map(({ x, y, width, height }) => ({
    kind: "box" as const,
    x,
    y,
    width: Math.min(width, IMAGE.width - x),
    height: Math.min(height, IMAGE.height - y),
  }));

const asPolygon = ({ x, y, width, height }: { x: number; y: number; width: number; height: number }) =>
  [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ] as [number, number][];

describe("rasterised regions", () => {
  it("cover exactly a box's pixels, and its bounds are the box", () => {
    fc.assert(
      fc.property(box, (region) => {
        const mask = rasteriseRegions([region], IMAGE);
        expect(maskShare(mask) * 600).toBeCloseTo(region.width * region.height, 9);
        expect({ kind: "box", ...maskBounds(mask) }).toEqual(region);
      }),
    );
  });

  it("are the same for a box, its polygon and its mask", () => {
    fc.assert(
      fc.property(box, (region) => {
        const mask = rasteriseRegions([region], IMAGE);
        const polygon: RegionShape = { kind: "polygon", parts: [asPolygon(region)] };
        expect(rasteriseRegions([polygon], IMAGE)).toEqual(mask);
        expect(rasteriseRegions([{ kind: "mask", ...encodeMask(mask) }], IMAGE)).toEqual(mask);
        expect(regionBounds(polygon)).toEqual(regionBounds(region));
      }),
    );
  });

  it("are the union of several, in any order", () => {
    fc.assert(
      fc.property(box, box, (a, b) => {
        const union = rasteriseRegions([a, b], IMAGE);
        expect(rasteriseRegions([b, a], IMAGE)).toEqual(union);
        const each = [a, b].map((region) => rasteriseRegions([region], IMAGE).data);
        expect([...union.data]).toEqual([...each[0]].map((value, i) => value | each[1][i]));
      }),
    );
  });

  it("keep a mask's pixels in blocks when enlarged by a whole factor", () => {
    fc.assert(
      fc.property(box, (region) => {
        const small = rasteriseRegions([region], IMAGE);
        const large = rasteriseRegions([region], IMAGE, { height: 60, width: 90 });
        for (let y = 0; y < 60; y++)
          for (let x = 0; x < 90; x++)
            expect(large.data[y * 90 + x]).toBe(small.data[Math.floor(y / 3) * 30 + Math.floor(x / 3)]);
      }),
      { numRuns: 20 },
    );
  });

  it("leave a hole where a ring lies in a ring", () => {
    const outer = asPolygon({ x: 2, y: 2, width: 10, height: 10 });
    const inner = asPolygon({ x: 4, y: 4, width: 3, height: 2 });
    const mask = rasteriseRegions([{ kind: "polygon", parts: [outer, inner] }], IMAGE);
    expect(maskShare(mask) * 600).toBeCloseTo(100 - 6, 9);
  });
});

describe("what is wrong with a region", () => {
  const whole = { kind: "mask" as const, size: [20, 30] as [number, number] };

  it.each<[string, RegionShape, RegExp | null]>([
    ["a box inside", { kind: "box", x: 0, y: 0, width: 30, height: 20 }, null],
    ["a box beyond the right edge", { kind: "box", x: 25, y: 0, width: 6, height: 2 }, /leaves the image/],
    ["a box before the top", { kind: "box", x: 0, y: -1, width: 6, height: 2 }, /leaves the image/],
    ["a box without area", { kind: "box", x: 1, y: 1, width: 0, height: 2 }, /empty/],
    ["a mask of another size", { ...whole, size: [30, 20], counts: [0, 600] }, /20 x 30 pixels but/],
    ["a mask with missing runs", { ...whole, counts: [0, 599] }, /cover 599 of 600/],
    ["a mask with nothing inside", { ...whole, counts: [600] }, /empty/],
    [
      "a polygon with a point outside",
      {
        kind: "polygon",
        parts: [
          [
            [0, 0],
            [31, 0],
            [3, 3],
          ],
        ],
      },
      /leaves/,
    ],
  ])("%s", (_, region, message) => {
    const problem = regionProblem(region, IMAGE);
    if (message) expect(problem).toMatch(message);
    else expect(problem).toBeNull();
  });
});
