import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  columnRunsToRows,
  decodeCocoCounts,
  encodeCocoCounts,
  rowRunsToColumns,
} from "#lib/formats/encodings/coco-rle.ts";
import { placeRuns } from "#lib/formats/encodings/place-runs.ts";
import { rasteriseAsCoco } from "#lib/imaging/coco-raster.ts";
import { decodeMask, encodeMask } from "#lib/imaging/mask-runs.ts";

const mask = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
  .chain(([height, width]) =>
    fc
      .array(fc.integer({ min: 0, max: 1 }), { minLength: height * width, maxLength: height * width })
      .map((data) => ({ data: Uint8Array.from(data), height, width })),
  );

describe("COCO's run lengths", () => {
  it("go to text and back", () => {
    const counts = fc.array(fc.integer({ min: 0, max: 60_000_000 }));
    fc.assert(
      fc.property(counts, (list) => {
        expect(decodeCocoCounts(encodeCocoCounts(list))).toEqual(list);
      }),
    );
  });

  it("down the columns and along the rows mean the same pixels", () => {
    fc.assert(
      fc.property(mask, ({ data, height, width }) => {
        const rows = encodeMask({ data, height, width });
        const columns = rowRunsToColumns(rows);
        const turned = Uint8Array.from(
          { length: height * width },
          (_, i) => data[(i % height) * width + Math.floor(i / height)],
        );
        expect(columns.counts).toEqual(encodeMask({ data: turned, height: width, width: height }).counts);
        expect(columnRunsToRows(columns)).toEqual(rows);
      }),
    );
  });

  it.each(["\u0001", "~~", "`", "oooooooooo0", "é"])("refuse the text %j", (text) => {
    expect(() => decodeCocoCounts(text)).toThrow(RangeError);
  });

  it.each([[[10, 5]], [[4_000_000_000, 5]], [[-1, 769]], [[0.5, 767.5]], [[]]])(
    "refuse %j for 24 x 32 pixels",
    (counts) => {
      expect(() => columnRunsToRows({ size: [24, 32], counts })).toThrow(RangeError);
    },
  );
});

describe("polygons", () => {
  interface Case {
    width: number;
    height: number;
    rings: [number, number][][];
    counts: string;
  }
  const golden = new URL("../../parity/golden/formats/coco-polygons.json", import.meta.url);
  const { cases }: { cases: Case[] } = JSON.parse(readFileSync(golden, "utf8"));

  it("cover the pixels that pycocotools gives them, also where they leave the picture", () => {
    for (const { width, height, rings, counts } of cases) {
      const runs = rowRunsToColumns(encodeMask(rasteriseAsCoco(rings, { width, height })));
      expect(encodeCocoCounts(runs.counts)).toBe(counts);
    }
  });
});

describe("the runs of a rectangle", () => {
  it("lie in the picture where the rectangle does", () => {
    const margins = fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 0, max: 4 })));
    fc.assert(
      fc.property(mask, margins, ({ data, height, width }, [left, top, right, bottom]) => {
        const picture = { width: left + width + right, height: top + height + bottom };
        const runs = encodeMask({ data, height, width });
        const placed = decodeMask(placeRuns(runs.counts, { left, top, width, height }, picture));
        for (let y = 0; y < picture.height; y++) {
          for (let x = 0; x < picture.width; x++) {
            const isIn = x >= left && y >= top && x < left + width && y < top + height;
            const want = isIn ? data[(y - top) * width + x - left] : 0;
            expect(placed.data[y * picture.width + x]).toBe(want);
          }
        }
        expect(placeRuns(runs.counts, { left, top, width, height }, picture)).toEqual(encodeMask(placed));
      }),
    );
  });

  it.each([
    [{ left: -1, top: 0, width: 2, height: 2 }, [4]],
    [{ left: 3, top: 0, width: 2, height: 2 }, [4]],
    [{ left: 0, top: 0, width: 2, height: 2 }, [3]],
    [{ left: 0, top: 0, width: 2, height: 2 }, [3, 9]],
    [{ left: 0.5, top: 0, width: 2, height: 2 }, [4]],
  ])("are refused for %j", (rectangle, counts) => {
    expect(() => placeRuns(counts, rectangle, { width: 4, height: 4 })).toThrow(RangeError);
  });
});
