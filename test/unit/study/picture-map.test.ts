import { describe, expect, test } from "vitest";
import { markedCells } from "#lib/study/marked-cells.ts";
import { cellAt, frameOf, pictureMap, placeOf } from "#lib/study/picture-map.ts";
import type { ScoredPanel } from "#lib/study/template.ts";
import { pointing } from "#lib/study/templates/pointing.ts";
import { regionBrush } from "#lib/study/templates/region-brush.ts";

/** A map of 128 x 128 cells over a square image. */
const square = (value: (u: number, v: number) => number) =>
  pictureMap(
    {
      data: Float32Array.from({ length: 128 * 128 }, (_, at) =>
        value(((at % 128) + 0.5) / 128, (Math.floor(at / 128) + 0.5) / 128),
      ),
      height: 128,
      width: 128,
    },
    { width: 300, height: 300 },
  );
const panel = (armId: string, map: ScoredPanel["map"]): ScoredPanel => ({ armId, correct: null, map });
const LEFT = square((u) => (u < 0.5 ? 1 : 0));
const RISING = square((u) => u);
const NOTHING = square(() => 0.3);

describe("a map in the picture", () => {
  test("of an oblong image has margins above and below, or beside", () => {
    expect(frameOf({ width: 400, height: 200 })).toEqual({ left: 0, top: 0.25, width: 1, height: 0.5 });
    expect(frameOf({ width: 90, height: 120 })).toEqual({ left: 0.125, top: 0, width: 0.75, height: 1 });
  });

  test("has a cell at every place of the image, and none in the margin", () => {
    const wide = pictureMap(
      { data: Float32Array.from([1, 2, 3, 4]), height: 2, width: 2 },
      { width: 40, height: 20 },
    );
    expect([wide.map.width, wide.map.height]).toEqual([128, 64]);
    expect(cellAt(wide, { x: 0.5, y: 0.2 })).toBeNull();
    expect(cellAt(wide, { x: 0, y: 0.25 })).toBe(0);
    expect(cellAt(wide, { x: 1, y: 0.75 })).toBe(128 * 64 - 1);
    for (const [row, column] of [
      [0, 0],
      [17, 99],
      [63, 127],
    ])
      expect(cellAt(wide, placeOf(wide, row, column))).toBe(row * 128 + column);
  });
});

describe("marked cells", () => {
  const share = (marked: Uint8Array) => marked.reduce((sum, one) => sum + one, 0) / marked.length;

  test("of one dab are a disc", () => {
    const disc = markedCells(LEFT, [{ radius: 0.2, points: [[0.5, 0.5]] }]);
    expect(share(disc)).toBeCloseTo(Math.PI * 0.2 ** 2, 2);
  });

  test("of a stroke are its path and both its round ends; strokes over each other count once", () => {
    const path = {
      radius: 0.1,
      points: [
        [0.3, 0.5],
        [0.7, 0.5],
      ] as [number, number][],
    };
    const area = 0.4 * 0.2 + Math.PI * 0.1 ** 2;
    expect(share(markedCells(LEFT, [path]))).toBeCloseTo(area, 2);
    expect(share(markedCells(LEFT, [path, path]))).toBeCloseTo(area, 2);
  });
});

describe("marks scored at maps", () => {
  const strokes = [{ radius: 0.1, points: [[0.25, 0.5]] }];
  const area = Math.PI * 0.1 ** 2;
  const score = (detail: unknown, ...panels: ScoredPanel[]) =>
    Object.fromEntries(
      regionBrush.score({ value: 1, detail }, panels).map(({ armId, value }) => [armId, value]),
    );

  test("are the share of each map's mass on them beyond their share of the image", () => {
    const { left, rising, other } = score(
      { strokes },
      panel("left", LEFT),
      panel("rising", RISING),
      panel(
        "other",
        square((u) => (u < 0.5 ? 0 : 1)),
      ),
    );
    // All of it lies on one half, evenly: twice the area's share.
    expect(left).toBeCloseTo(2 * area - area, 2);
    // u has mean 1/4 there and 1/2 over the image: half of the area's share.
    expect(rising).toBeCloseTo(area / 2 - area, 2);
    expect(other).toBeCloseTo(-area, 2);
  });

  test("say nothing of a map that is the same everywhere, nor beside the image", () => {
    expect(score({ strokes }, panel("none", NOTHING))).toEqual({});
    const wide = pictureMap(LEFT.map, { width: 200, height: 100 });
    const margin = [{ radius: 0.01, points: [[0.5, 0.05]] }];
    expect(score({ strokes: margin }, panel("wide", wide))).toEqual({});
  });
});

describe("a point scored at maps", () => {
  const score = (detail: unknown, map: ScoredPanel["map"]) =>
    pointing.score({ value: 0, detail }, [panel("a", map)]).map(({ value }) => value);

  test("is its percentile in each map, places as high counting half", () => {
    expect(score({ x: 0.9, y: 0.1 }, RISING)[0]).toBeCloseTo(0.9, 1);
    expect(score({ x: 0.2, y: 0.7 }, LEFT)[0]).toBeCloseTo(0.75, 9);
    expect(score({ x: 0.8, y: 0.7 }, LEFT)[0]).toBeCloseTo(0.25, 9);
    expect(score({ x: 0.8, y: 0.7 }, NOTHING)).toEqual([0.5]);
  });

  test("says nothing beside the image", () => {
    expect(score({ x: 0.5, y: 0.1 }, pictureMap(LEFT.map, { width: 200, height: 100 }))).toEqual([]);
  });
});
