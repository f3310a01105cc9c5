import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { colourMaps } from "#lib/imaging/colour-map.ts";
import { drawOverlay } from "#lib/imaging/overlay.ts";

const style = { colours: colourMaps.magma, opacity: 0.6, dim: 0.4, saturation: 1 };
const luma = (rgb: Uint8Array, i: number) =>
  0.299 * rgb[3 * i] + 0.587 * rgb[3 * i + 1] + 0.114 * rgb[3 * i + 2];

describe("drawOverlay", () => {
  test("follows its formula at the ends and in the middle", () => {
    const image = Uint8Array.from([200, 100, 50, 200, 100, 50, 200, 100, 50]);
    const out = drawOverlay(image, Float32Array.from([0, 0.5, 1]), style);
    expect([...out.subarray(0, 3)]).toEqual([120, 60, 30]);
    const middle = colourMaps.magma.subarray(3 * 128, 3 * 128 + 3);
    const expected = [200, 100, 50].map((v, c) => Math.round(0.7 * 0.8 * v + 0.3 * middle[c]));
    expect([...out.subarray(3, 6)]).toEqual(expected);
    const top = colourMaps.magma.subarray(3 * 255);
    expect([...out.subarray(6)]).toEqual([200, 100, 50].map((v, c) => Math.round(0.4 * v + 0.6 * top[c])));
  });

  test("a map without highlight only dims, whatever the picture", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 12 }), (image) => {
        const out = drawOverlay(image, new Float32Array(4), style);
        expect([...out]).toEqual([...image].map((v) => Math.round(0.6 * v)));
      }),
    );
  });

  test("the highlight is brighter than what lies around it, on any even ground: colour is not the only carrier", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), (grey) => {
        const out = drawOverlay(new Uint8Array(6).fill(grey), Float32Array.from([0, 1]), style);
        expect(luma(out, 1)).toBeGreaterThan(luma(out, 0) + 30);
      }),
    );
  });

  test("with less saturation the picture turns to the grey of its luma, not the highlight", () => {
    const image = Uint8Array.from([250, 10, 10, 250, 10, 10]);
    const out = drawOverlay(image, Float32Array.from([0, 1]), {
      ...style,
      saturation: 0,
      dim: 0,
      opacity: 1,
    });
    const grey = Math.round(0.299 * 250 + 0.587 * 10 + 0.114 * 10);
    expect([...out]).toEqual([grey, grey, grey, ...colourMaps.magma.subarray(3 * 255)]);
  });

  test("values outside 0..1 are cut, and sizes must fit", () => {
    const image = new Uint8Array(6).fill(90);
    expect(drawOverlay(image, Float32Array.from([-3, 7]), style)).toEqual(
      drawOverlay(image, Float32Array.from([0, 1]), style),
    );
    expect(() => drawOverlay(image, new Float32Array(3), style)).toThrow(RangeError);
  });
});
