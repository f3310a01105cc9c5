import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resizeBilinear } from "#lib/imaging/resize.ts";
import { minMax, upsampleMap } from "#lib/imaging/saliency.ts";

const side = fc.integer({ min: 1, max: 17 });
const map = fc.tuple(side, side).chain(([height, width]) =>
  fc
    .array(fc.double({ min: -5, max: 5, noNaN: true }), {
      minLength: height * width,
      maxLength: height * width,
    })
    .map((values) => ({ data: Float32Array.from(values), height, width })),
);

function expectNear(got: Float32Array, want: Float32Array, digits: number): void {
  for (const [i, value] of got.entries()) expect(value).toBeCloseTo(want[i], digits);
}

describe("bilinear resize", () => {
  it("keeps a flat picture flat at any size, with and without antialias", () => {
    fc.assert(
      fc.property(
        side,
        side,
        side,
        side,
        fc.boolean(),
        fc.integer({ min: 0, max: 255 }),
        (h, w, H, W, antialias, v) => {
          const source = { data: new Uint8Array(h * w * 2).fill(v), height: h, width: w, channels: 2 };
          const { data } = resizeBilinear(source, H, W, { antialias });
          expect(data).toEqual(new Uint8Array(H * W * 2).fill(v));
        },
      ),
    );
  });

  it("changes nothing at the same size", () => {
    fc.assert(
      fc.property(map, (source) => {
        const { data } = resizeBilinear({ ...source, channels: 1 }, source.height, source.width);
        expectNear(data, source.data, 5);
      }),
    );
  });

  it("never leaves the range of the source", () => {
    fc.assert(
      fc.property(map, side, side, (source, height, width) => {
        const [low, high] = [Math.min(...source.data), Math.max(...source.data)];
        for (const value of upsampleMap(source, height, width).data) {
          expect(value).toBeGreaterThanOrEqual(low - 1e-5);
          expect(value).toBeLessThanOrEqual(high + 1e-5);
        }
      }),
    );
  });

  it("commutes with mirroring", () => {
    const mirror = (data: Float32Array, width: number) =>
      data.map((_, i) => data[i - (i % width) + width - 1 - (i % width)]);
    fc.assert(
      fc.property(map, side, side, (source, height, width) => {
        const flipped = { ...source, data: mirror(source.data, source.width) };
        const one = resizeBilinear({ ...flipped, channels: 1 }, height, width).data;
        const other = mirror(resizeBilinear({ ...source, channels: 1 }, height, width).data, width);
        expectNear(one, other, 4);
      }),
    );
  });

  it("is the mean when an antialiased picture shrinks to one pixel between equal halves", () => {
    const source = { data: Float32Array.of(0, 0, 10, 10), height: 1, width: 4, channels: 1 };
    expect(resizeBilinear(source, 1, 1).data[0]).toBeCloseTo(5, 6);
  });

  it("refuses a size of zero", () => {
    const source = { data: new Uint8Array(4), height: 2, width: 2, channels: 1 };
    expect(() => resizeBilinear(source, 0, 3)).toThrow(RangeError);
  });
});

describe("min-max", () => {
  it("reaches 0 and 1, keeps order, and is not moved by scale and offset", () => {
    fc.assert(
      fc.property(map, (source) => {
        const { data } = minMax(source);
        const spread = Math.max(...source.data) - Math.min(...source.data);
        if (spread === 0) expect(data.every((value) => value === 0)).toBe(true);
        fc.pre(spread > 1e-3);
        expect(Math.min(...data)).toBeCloseTo(0, 12);
        expect(Math.max(...data)).toBe(1);
        const moved = minMax({ ...source, data: source.data.map((value) => 4 * value - 8) }).data;
        expectNear(moved, data, 2);
      }),
    );
  });
});
