import type { ColourMap } from "#lib/imaging/colour-map.ts";

/** Where on the colour map the lowest and the highest cell lie: its ends are too dark and too pale to tell apart. */
const RAMP_FROM = 40;
const RAMP_TO = 168;
/** How strongly the picture is tinted where the map is 1, and dimmed where it is 0. */
const TINT = 0.92;
const DIM = 0.32;

/** The colour, as an index into a 256-step colour map, of a value in [0, 1]. */
export function heatIndex(value: number): number {
  return Math.round(RAMP_FROM + Math.min(1, Math.max(0, value)) * (RAMP_TO - RAMP_FROM));
}

/**
 * A layer to lay over a picture: low cells dim it, high cells tint it, so brightness tells what colour tells.
 * @param values in [0, 1], row-major
 * @returns RGBA bytes, not premultiplied
 */
export function paintHeat(values: Float32Array, colours: ColourMap): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(values.length * 4);
  for (let i = 0; i < values.length; i++) {
    const value = Math.min(1, Math.max(0, values[i]));
    const tint = TINT * value;
    const alpha = 1 - (1 - tint) * (1 - DIM * (1 - value));
    const at = heatIndex(value) * 3;
    for (let c = 0; c < 3; c++) rgba[i * 4 + c] = (colours[at + c] * tint) / alpha;
    rgba[i * 4 + 3] = alpha * 255;
  }
  return rgba;
}
