import fc from "fast-check";
import { expect, test } from "vitest";
import { outlinePath } from "#components/heatmap/outline-path.ts";
import { encodeMask } from "#lib/imaging/region.ts";

const maskPath = (data: number[], width: number, height: number) =>
  outlinePath({ kind: "mask", ...encodeMask({ data: Uint8Array.from(data), width, height }) });

test("one pixel has four sides", () => {
  expect(maskPath([0, 0, 0, 0, 1, 0, 0, 0, 0], 3, 3)).toBe("M1 1h1M1 2h1M1 1v1M2 1v1");
});

test("edges in a row are one stroke, and a full mask is outlined at the border", () => {
  expect(maskPath([1, 1, 1, 1], 2, 2)).toBe("M0 0h2M0 2h2M0 0v2M2 0v2");
});

test("the length of the outline is the number of edges between inside and outside", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(0, 1), { minLength: 20, maxLength: 20 }), (data) => {
      const at = (x: number, y: number) => (x >= 0 && y >= 0 && x < 5 && y < 4 ? data[y * 5 + x] : 0);
      let edges = 0;
      for (let y = 0; y <= 4; y++)
        for (let x = 0; x <= 5; x++)
          edges += Math.abs(at(x, y) - at(x - 1, y)) + Math.abs(at(x, y) - at(x, y - 1));
      const length = [...maskPath(data, 5, 4).matchAll(/[hv](\d+)/g)].reduce(
        (sum, [, n]) => sum + Number(n),
        0,
      );
      expect(length).toBe(edges);
    }),
  );
});

test("boxes and polygons are closed", () => {
  expect(outlinePath({ kind: "box", x: 1, y: 2, width: 3, height: 4 })).toBe("M1 2h3v4h-3z");
  expect(
    outlinePath({
      kind: "polygon",
      parts: [
        [
          [0, 0],
          [4, 0],
          [0, 4],
        ],
      ],
    }),
  ).toBe("M0 0L4 0L0 4z");
});
