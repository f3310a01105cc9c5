import { expect, test } from "vitest";
import { heatIndex, paintHeat } from "#components/heatmap/paint-heat.ts";
import { colourMaps } from "#lib/imaging/colour-map.ts";

test("the higher the cell, the stronger the tint and the brighter its colour; nothing leaves the range", () => {
  const rgba = paintHeat(Float32Array.of(-1, 0, 0.5, 1, 2), colourMaps.for);
  const pixel = (index: number) => [...rgba.slice(index * 4, index * 4 + 4)];
  expect(pixel(0)).toEqual(pixel(1));
  expect(pixel(4)).toEqual(pixel(3));
  expect(pixel(1).slice(0, 3)).toEqual([0, 0, 0]);
  expect(pixel(3)[0]).toBeGreaterThan(pixel(2)[0]);
  expect(pixel(3)[3]).toBeGreaterThan(pixel(2)[3]);
});

test("at the top the layer shows the colour map's own colour", () => {
  const [r, g, b] = paintHeat(Float32Array.of(1), colourMaps.against);
  expect([r, g, b]).toEqual([...colourMaps.against.slice(heatIndex(1) * 3, heatIndex(1) * 3 + 3)]);
});
