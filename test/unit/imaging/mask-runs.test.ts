import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskBounds } from "#lib/imaging/box.ts";
import { decodeMask, encodeMask, type Mask, maskShare, masksByValue } from "#lib/imaging/mask-runs.ts";

const masks = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
  .chain(([height, width]) =>
    fc
      .uint8Array({ minLength: height * width, maxLength: height * width, max: 1 })
      .map((data): Mask => ({ data, height, width })),
  );

describe("mask runs", () => {
  it("counts row by row, zeros first", () => {
    expect(encodeMask({ data: Uint8Array.of(1, 1, 0, 0, 0, 1), height: 2, width: 3 })).toEqual({
      size: [2, 3],
      counts: [0, 2, 3, 1],
    });
  });

  it("come back as they were, for any mask", () => {
    fc.assert(
      fc.property(masks, (mask) => {
        expect(decodeMask(encodeMask(mask))).toEqual(mask);
      }),
    );
  });

  it("hold as many pixels inside as the mask", () => {
    fc.assert(
      fc.property(masks, (mask) => {
        const odd = encodeMask(mask).counts.filter((_, i) => i % 2 === 1);
        const inside = odd.reduce((sum, count) => sum + count, 0);
        expect(inside / mask.data.length).toBeCloseTo(maskShare(mask), 12);
      }),
    );
  });

  it.each([
    ["too short", [3, 2]],
    ["too long", [3, 4]],
    ["negative", [7, -1]],
    ["not numbers", [Number.NaN, 6]],
  ])("refuses runs that are %s", (_, counts) => {
    expect(() => decodeMask({ size: [2, 3], counts })).toThrow(RangeError);
  });
});

describe("mask bounds", () => {
  it("touch the inside on all four sides and leave none of it out", () => {
    fc.assert(
      fc.property(masks, (mask) => {
        const points = [...mask.data.keys()].filter((i) => mask.data[i] === 1);
        const xs = points.map((i) => i % mask.width);
        const ys = points.map((i) => Math.floor(i / mask.width));
        const expected =
          points.length === 0
            ? null
            : {
                x: Math.min(...xs),
                y: Math.min(...ys),
                width: Math.max(...xs) - Math.min(...xs) + 1,
                height: Math.max(...ys) - Math.min(...ys) + 1,
              };
        expect(maskBounds(mask)).toEqual(expected);
      }),
    );
  });
});

it("finds the mask of every value of a picture, as if each were encoded alone", () => {
  const values = fc.uint8Array({ minLength: 12, maxLength: 12, max: 3 });
  fc.assert(
    fc.property(values, (data) => {
      const size = { width: 4, height: 3 };
      const wanted = [1, 2, 3]
        .filter((value) => data.includes(value))
        .map((value) => [value, encodeMask({ data: data.map((each) => Number(each === value)), ...size })]);
      expect([...masksByValue(data, size)].sort()).toEqual(wanted);
    }),
  );
});
