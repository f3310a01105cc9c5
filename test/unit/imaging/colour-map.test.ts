import { describe, expect, it } from "vitest";
import { applyColourMap, colourIndex, colourMaps } from "#lib/imaging/colour-map.ts";
import { oklabToSrgb, srgbToOklab } from "#lib/imaging/oklab.ts";

const names = Object.keys(colourMaps) as (keyof typeof colourMaps)[];
const colour = (name: keyof typeof colourMaps, i: number) => colourMaps[name].slice(i * 3, i * 3 + 3);

describe("colour maps", () => {
  it.each(names)("%s has 256 colours that get steadily lighter", (name) => {
    expect(colourMaps[name]).toHaveLength(768);
    const lightness = Array.from({ length: 256 }, (_, i) => srgbToOklab(colour(name, i))[0]);
    // Bytes are coarse: a step may be lost, but eight steps never are.
    for (let i = 8; i < 256; i++) expect(lightness[i]).toBeGreaterThan(lightness[i - 8]);
  });

  it("are the published viridis and magma at both ends", () => {
    expect([...colour("viridis", 0), ...colour("viridis", 255)]).toEqual([68, 1, 84, 253, 231, 37]);
    expect([...colour("magma", 0), ...colour("magma", 255)]).toEqual([0, 0, 4, 252, 253, 191]);
  });

  it("run warm for, cool against", () => {
    for (let i = 32; i < 224; i++) {
      const [warmRed, , warmBlue] = colour("for", i);
      const [coolRed, , coolBlue] = colour("against", i);
      expect(warmRed).toBeGreaterThan(warmBlue);
      expect(coolBlue).toBeGreaterThan(coolRed);
    }
  });

  it.each([
    [-1, 0],
    [0, 0],
    [0.5, 128],
    [1, 255],
    [7, 255],
    [Number.NaN, 0],
  ])("show %f as colour %i", (value, index) => {
    expect(colourIndex(value)).toBe(index);
    expect(applyColourMap(Float32Array.of(value), colourMaps.magma)).toEqual(colour("magma", index));
  });
});

describe("OKLab", () => {
  it("comes back to the same bytes", () => {
    for (const rgb of [
      [0, 0, 0],
      [255, 255, 255],
      [224, 122, 0],
      [36, 99, 235],
      [1, 2, 3],
    ]) {
      expect([...oklabToSrgb(srgbToOklab(rgb))]).toEqual(rgb);
    }
  });

  it("gives white lightness 1 and no hue", () => {
    const [lightness, a, b] = srgbToOklab([255, 255, 255]);
    expect(lightness).toBeCloseTo(1, 4);
    expect(Math.hypot(a, b)).toBeLessThan(1e-4);
  });
});
