import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normaliseMap } from "#lib/explain/normalise-map.ts";

const map = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
  .chain(([height, width]) =>
    fc
      .array(fc.float({ min: -10, max: 10, noNaN: true }), {
        minLength: height * width,
        maxLength: height * width,
      })
      .map((data) => ({ data: Float32Array.from(data), height, width })),
  );

describe("normaliseMap", () => {
  it("runs from 0 to 1, or is 0 everywhere", () => {
    fc.assert(
      fc.property(map, (any) => {
        const { data } = normaliseMap(any, 13, 17);
        const high = Math.max(...data);
        expect(data).toHaveLength(13 * 17);
        expect(Math.min(...data)).toBe(0);
        expect([0, 1]).toContain(high);
      }),
    );
  });

  it("shows nothing where nothing speaks for the class", () => {
    const negative = { data: new Float32Array([-3, -1, -2, -5]), height: 2, width: 2 };
    expect(normaliseMap(negative, 4, 4).data.every((value) => value === 0)).toBe(true);
  });

  it("does not care about the scale of the map", () => {
    const small = { data: new Float32Array([0, 1, 2, 4]), height: 2, width: 2 };
    const large = { ...small, data: small.data.map((value) => value * 1024) };
    expect(normaliseMap(large, 5, 5)).toEqual(normaliseMap(small, 5, 5));
  });
});
