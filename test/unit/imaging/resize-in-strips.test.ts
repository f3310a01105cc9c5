import fc from "fast-check";
import { expect, it } from "vitest";
import { resizeBilinear } from "#lib/imaging/resize.ts";
import { resizeInStrips } from "#lib/imaging/resize-in-strips.ts";

const side = fc.integer({ min: 1, max: 40 });

it("gives the bits of a resize of the whole picture, however the strips fall", () => {
  fc.assert(
    fc.property(side, side, side, side, fc.nat(), (height, width, newHeight, newWidth, seed) => {
      const data = Uint8Array.from({ length: height * width * 3 }, (_, i) => (seed + i * i * 7919) % 256);
      const whole = resizeBilinear(
        { data: new Float32Array(data), height, width, channels: 3 },
        newHeight,
        newWidth,
      );
      const asked: number[] = [];
      const readRows = (from: number, count: number) => {
        asked.push(count);
        return data.slice(from * width * 3, (from + count) * width * 3);
      };
      const stripPixels = 1 + (seed % (height * width));
      const strips = resizeInStrips({ width, height, readRows }, newHeight, newWidth, stripPixels);
      expect(strips).toEqual(whole);
      expect(Math.max(...asked)).toBeLessThanOrEqual(Math.max(1, stripPixels / width));
    }),
  );
});
