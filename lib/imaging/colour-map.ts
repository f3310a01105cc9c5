import { MAGMA, VIRIDIS } from "./colour-tables.ts";
import { oklabToSrgb, srgbToOklab } from "./oklab.ts";

/** 256 sRGB colours for values 0..1: [256 * 3] bytes, low values first. */
export type ColourMap = Uint8Array;

/**
 * Perceptual maps for single maps and studies, and two ramps for the researcher's why / why-not pair: "for" runs warm
 * (evidence for a class), "against" runs cool (evidence against it). All get steadily lighter, so order survives
 * in grey and for colour-blind eyes.
 */
export const colourMaps = {
  magma: tableFromHex(MAGMA),
  viridis: tableFromHex(VIRIDIS),
  for: ramp(["#1c1008", "#6b2f00", "#e07a00", "#ffc266", "#fff6e5"]),
  against: ramp(["#0a1020", "#12317a", "#2463eb", "#8db8ff", "#eef4ff"]),
} satisfies Record<string, ColourMap>;

export type ColourMapName = keyof typeof colourMaps;

/** The index in a colour map of a value in 0..1; values outside are clamped, NaN is 0. */
export function colourIndex(value: number): number {
  return value > 0 ? Math.min(255, Math.round(value * 255)) : 0;
}

/** RGB bytes [length * 3] for values in 0..1. */
export function applyColourMap(values: Float32Array, map: ColourMap): Uint8Array {
  const rgb = new Uint8Array(values.length * 3);
  for (let i = 0; i < values.length; i++) {
    const at = colourIndex(values[i]) * 3;
    rgb[i * 3] = map[at];
    rgb[i * 3 + 1] = map[at + 1];
    rgb[i * 3 + 2] = map[at + 2];
  }
  return rgb;
}

function tableFromHex(hex: string): ColourMap {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  );
}

/** Straight lines in OKLab through the stops, spaced by lightness so that equal steps look equal. */
function ramp(stops: readonly string[]): ColourMap {
  const points = stops.map((stop) => srgbToOklab(tableFromHex(stop.slice(1))));
  const darkest = points[0][0];
  const range = points[points.length - 1][0] - darkest;
  const table = new Uint8Array(256 * 3);
  for (let i = 0; i < 256; i++) {
    const lightness = darkest + (range * i) / 255;
    let upper = 1;
    while (upper < points.length - 1 && points[upper][0] < lightness) upper++;
    const [from, to] = [points[upper - 1], points[upper]];
    const share = (lightness - from[0]) / (to[0] - from[0]);
    const mixed = from.map((value, c) => value + share * (to[c] - value)) as [number, number, number];
    table.set(oklabToSrgb(mixed), i * 3);
  }
  return table;
}
