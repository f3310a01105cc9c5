import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contourPolygons } from "#components/region-editor/proposals/contour-polygons.ts";
import { thresholdMask } from "#components/region-editor/proposals/threshold-mask.ts";
import { maskOf, shapeOfMask } from "#components/region-editor/shape/decoded-mask.ts";
import { dragHandle } from "#components/region-editor/shape/drag-handle.ts";
import { handlesOf } from "#components/region-editor/shape/handles.ts";
import { distanceToSegment, hits, isInPolygon } from "#components/region-editor/shape/hit-test.ts";
import { moveShape } from "#components/region-editor/shape/move-shape.ts";
import { paintSegment } from "#components/region-editor/shape/paint-mask.ts";
import { removeVertex } from "#components/region-editor/shape/remove-vertex.ts";
import { shapeBounds } from "#components/region-editor/shape/shape-bounds.ts";
import { simplify } from "#components/region-editor/shape/simplify.ts";
import { snapPoint } from "#components/region-editor/shape/snap.ts";
import { COMMANDS } from "#components/region-editor/store/commands.ts";
import { keyName, keyProblem, keysOf, readKeymap } from "#components/region-editor/store/keymap.ts";
import { fitView, toImage, toScreen, zoomAt } from "#components/region-editor/store/view.ts";
import type { AnnotationShape, Point } from "#lib/formats/dataset/annotation.ts";
import { rasteriseRegions } from "#lib/imaging/region.ts";

const SIZE = { width: 40, height: 30 };
const BOX: AnnotationShape = { kind: "box", x: 10, y: 10, width: 10, height: 6 };
const place = fc.tuple(
  fc.double({ min: 0, max: 40, noNaN: true }),
  fc.double({ min: 0, max: 30, noNaN: true }),
);

describe("shapes", () => {
  it("are moved to the edge and no farther, sub-pixels and all", () => {
    expect(moveShape(BOX, 0.125, -3.5, SIZE)).toEqual({ ...BOX, x: 10.125, y: 6.5 });
    expect(moveShape(BOX, 1000, -1000, SIZE)).toEqual({ ...BOX, x: 30, y: 0 });
    const mask = shapeOfMask({ data: Uint8Array.from([1, 0, 0, 0, 1, 0]), height: 2, width: 3 });
    const moved = moveShape(mask, 5, 5, { width: 3, height: 2 });
    expect(moved.kind === "mask" && [...maskOf(moved).data]).toEqual([0, 1, 0, 0, 0, 1]);
  });

  it("keep the opposite corner while one is dragged, and may be turned inside out", () => {
    expect(dragHandle(BOX, "nw", [25, 20], SIZE)).toEqual({ kind: "box", x: 20, y: 16, width: 5, height: 4 });
    expect(dragHandle(BOX, "e", [12, 0], SIZE)).toEqual({ ...BOX, width: 2 });
    expect(dragHandle(BOX, "se", [99, 99], SIZE)).toEqual({ ...BOX, width: 30, height: 20 });
  });

  it("keep their corner square and opposite corner in place when a turned box is resized", () => {
    const turned = dragHandle(BOX, "rotate", [30, 2], SIZE);
    if (turned.kind !== "rotated-box") throw new Error("a rotated box was expected");
    const resized = dragHandle(turned, "2", [22, 19], SIZE);
    if (resized.kind !== "rotated-box") throw new Error("a rotated box was expected");
    expect(resized.corners[0]).toEqual(turned.corners[0]);
    const [a, b, , d] = resized.corners;
    expect((b[0] - a[0]) * (d[0] - a[0]) + (b[1] - a[1]) * (d[1] - a[1])).toBeCloseTo(0, 9);
  });

  it("are turned to where the handle is taken, in steps if asked", () => {
    const ellipse: AnnotationShape = { kind: "ellipse", cx: 20, cy: 15, rx: 8, ry: 4, rotation: 0 };
    expect(dragHandle(ellipse, "rotate", [30, 15], SIZE)).toMatchObject({ rotation: 90 });
    expect(dragHandle(ellipse, "rotate", [20 + 10, 15 - 9], SIZE, true)).toMatchObject({ rotation: 45 });
    const turned = dragHandle(BOX, "rotate", [15, 30], SIZE);
    expect(
      turned.kind === "rotated-box" &&
        turned.corners.map((corner) => corner.map((v) => Math.round(v * 1e9) / 1e9)),
    ).toEqual([
      [20, 16],
      [10, 16],
      [10, 10],
      [20, 10],
    ]);
  });

  it("gain and lose corners, but never the last three", () => {
    const triangle: AnnotationShape = {
      kind: "polygon",
      parts: [
        [
          [0, 0],
          [10, 0],
          [10, 10],
        ],
      ],
    };
    const between = handlesOf(triangle, 5).find(({ id }) => id === "0.2+");
    expect(between?.at).toEqual([5, 5]);
    const four = dragHandle(triangle, "0.2+", [3, 8], SIZE);
    expect(four).toEqual({
      kind: "polygon",
      parts: [
        [
          [0, 0],
          [10, 0],
          [10, 10],
          [3, 8],
        ],
      ],
    });
    expect(removeVertex(four, "0.3")).toEqual(triangle);
    expect(removeVertex(triangle, "0.0")).toBeNull();
  });

  it("are hit inside, not in their holes, and near their outlines", () => {
    const ring: Point[][] = [
      [
        [0, 0],
        [20, 0],
        [20, 20],
        [0, 20],
      ],
      [
        [5, 5],
        [15, 5],
        [15, 15],
        [5, 15],
      ],
    ];
    const holed: AnnotationShape = { kind: "polygon", parts: ring };
    expect(
      [
        [2, 2],
        [10, 10],
        [5.5, 10],
        [21, 10],
        [24, 10],
      ].map((at) => hits(holed, at as Point, 1)),
    ).toEqual([true, false, true, true, false]);
    expect(hits({ ...holed, union: true } as AnnotationShape, [10, 10], 1)).toBe(true);
  });

  it("snap to a corner first, then to the edges of the image", () => {
    expect(snapPoint([10.4, 10.3], [[10.125, 10.25]], SIZE, 1)).toEqual([10.125, 10.25]);
    expect(snapPoint([0.6, 29.5], [], SIZE, 1)).toEqual([0, 30]);
    expect(snapPoint([20.375, 15], [], SIZE, 1)).toEqual([20.375, 15]);
  });

  it("lose only points of a freehand line that lie within the tolerance", () => {
    fc.assert(
      fc.property(fc.array(place, { minLength: 2, maxLength: 60 }), (line) => {
        const kept = simplify(line, 1);
        expect([kept[0], kept.at(-1)]).toEqual([line[0], line.at(-1)]);
        for (const point of line) {
          const near = kept.slice(1).map((to, i) => distanceToSegment(point, kept[i], to));
          expect(Math.min(...near)).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
    );
  });

  it("are painted where the brush was: the pixels whose centre it covered", () => {
    fc.assert(
      fc.property(place, place, fc.double({ min: 0.75, max: 8, noNaN: true }), (from, to, radius) => {
        const mask = { data: new Uint8Array(30 * 40), height: 30, width: 40 };
        paintSegment(mask, from, to, radius, 1);
        for (let y = 0; y < 30; y++) {
          for (let x = 0; x < 40; x++) {
            const away = distanceToSegment([x + 0.5, y + 0.5], from, to);
            if (Math.abs(away - radius) < 1e-9) continue;
            if (away < radius) expect(mask.data[y * 40 + x]).toBe(1);
            const underEnd = [from, to].some((end) => Math.floor(end[0]) === x && Math.floor(end[1]) === y);
            if (away > radius && !underEnd) expect(mask.data[y * 40 + x]).toBe(0);
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe("the view", () => {
  it("keeps the place under the pointer while it zooms, and rounds nothing", () => {
    const [image, stage] = [
      { width: 400, height: 300 },
      { width: 800, height: 600 },
    ];
    const view = fitView(image, stage);
    const near = zoomAt(view, [300, 200], 5, image, stage);
    expect(toImage(near, [300, 200])[0]).toBeCloseTo(toImage(view, [300, 200])[0], 9);
    const [x, y] = toImage(near, toScreen(near, [123.456789, 78.9]));
    expect([x, y]).toEqual([expect.closeTo(123.456789, 9), expect.closeTo(78.9, 9)]);
    expect(zoomAt(view, [0, 0], 1e9, image, stage).scale).toBe(64);
  });
});

describe("proposals from a map", () => {
  const field = (cells: number[][]) => ({ data: cells.flat(), height: cells.length, width: cells[0].length });
  const image = { width: 80, height: 80 };

  it("follow the map into the corners of the image", () => {
    const full = contourPolygons(
      field([
        [1, 1],
        [1, 1],
      ]),
      0.5,
      image,
    );
    expect(full.map(shapeBounds)).toEqual([{ x: 0, y: 0, width: 80, height: 80 }]);
    expect(
      contourPolygons(
        field([
          [0, 0],
          [0, 0],
        ]),
        0.5,
        image,
      ),
    ).toEqual([]);
  });

  it("keep parts apart and cut holes", () => {
    const rings = field([
      [1, 1, 1, 0, 0, 1],
      [1, 0, 1, 0, 0, 1],
      [1, 1, 1, 0, 0, 1],
    ]);
    expect(contourPolygons(rings, 0.5, image).map(({ parts }) => parts.length)).toEqual([2, 1]);
  });

  it("cover, as polygons and as a mask, the same pixels", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, share, (cx, cy, level) => {
        const data = Array.from({ length: 16 * 16 }, (_, i) => {
          const [x, y] = [(i % 16) / 15 - cx, Math.floor(i / 16) / 15 - cy];
          return Math.exp(-3 * (x * x + 2 * y * y));
        });
        const map = { data, height: 16, width: 16 };
        const mask = thresholdMask(map, level, image);
        const inside = mask ? maskOf(mask).data : new Uint8Array(80 * 80);
        const drawn = rasteriseRegions(contourPolygons(map, level, image), image).data;
        const differs = inside.reduce((count, value, i) => count + (value === drawn[i] ? 0 : 1), 0);
        expect(differs / inside.length).toBeLessThan(0.01);
      }),
      { numRuns: 60 },
    );
  });

  it("have their holes inside them", () => {
    const [ring] = contourPolygons(
      field([
        [1, 1, 1],
        [1, 0, 1],
        [1, 1, 1],
      ]),
      0.5,
      image,
    );
    expect(isInPolygon(ring, [40, 40])).toBe(false);
    expect(isInPolygon(ring, [5, 5])).toBe(true);
  });
});

describe("the keys", () => {
  const press = (key: string, more = {}) =>
    keyName({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

  it("have names that do not depend on shift where it makes another character", () => {
    expect([
      press("B", { shiftKey: true }),
      press("?", { shiftKey: true }),
      press("z", { metaKey: true, shiftKey: true }),
      press("PageUp"),
    ]).toEqual(["Shift+b", "?", "Ctrl+Shift+z", "PageUp"]);
  });

  it("are each the key of one command", () => {
    const all = COMMANDS.flatMap((command) => keysOf(command, {}));
    expect(new Set(all).size).toBe(all.length);
  });

  it("are refused when another command has them, or nothing may", () => {
    const box = COMMANDS.find(({ id }) => id === "box")!;
    expect(keyProblem(COMMANDS, {}, box, "e")).toContain("Ellipse");
    expect(keyProblem(COMMANDS, { ellipse: ["u"] }, box, "e")).toBeNull();
    expect(keyProblem(COMMANDS, {}, box, "3")).toContain("always");
  });

  it("survive whatever was stored", () => {
    for (const stored of [null, "", "[", "3", '{"box": 5}', '{"box": ["Enter"]}', '{"nothing": ["u"]}']) {
      expect(readKeymap(COMMANDS, stored)).toEqual({});
    }
    expect(readKeymap(COMMANDS, '{"box": ["u"]}')).toEqual({ box: ["u"] });
  });
});
