import type { Icon } from "./icons.ts";

/** An RGB picture, row-major, 0..255 in floats so that layers add up before the one rounding at the end. */
export interface Canvas {
  rgb: Float32Array;
  size: number;
}

export interface Pose {
  /** Centre on the canvas, pixels. */
  centreX: number;
  centreY: number;
  /** Clockwise on screen. */
  angleRadians: number;
  flipped: boolean;
}

/** Half the side of the square that holds an icon of this side at this angle, pixels. */
export function poseReach(side: number, angleRadians: number): number {
  return (side / 2) * (Math.abs(Math.cos(angleRadians)) + Math.abs(Math.sin(angleRadians)));
}

/**
 * Draws the icon over the canvas, bilinear in premultiplied colour, and returns its mask on the canvas:
 * 1 where the drawn alpha is above one half. [size * size]
 */
export function pasteIcon({ rgb, size }: Canvas, icon: Icon, pose: Pose): Uint8Array {
  const mask = new Uint8Array(size * size);
  const { centreX, centreY, angleRadians, flipped } = pose;
  const cos = Math.cos(angleRadians);
  const sin = Math.sin(angleRadians);
  const reach = poseReach(icon.side, angleRadians);
  const from = (centre: number) => Math.max(0, Math.floor(centre - reach));
  const to = (centre: number) => Math.min(size, Math.ceil(centre + reach));
  const sample = new Float32Array(4);

  for (let y = from(centreY); y < to(centreY); y++) {
    for (let x = from(centreX); x < to(centreX); x++) {
      const dx = x + 0.5 - centreX;
      const dy = y + 0.5 - centreY;
      const u = (cos * dx + sin * dy) * (flipped ? -1 : 1) + icon.side / 2 - 0.5;
      const v = -sin * dx + cos * dy + icon.side / 2 - 0.5;
      if (!samplePremultiplied(icon, u, v, sample)) continue;
      const keep = 1 - sample[3];
      const at = (y * size + x) * 3;
      for (let c = 0; c < 3; c++) rgb[at + c] = rgb[at + c] * keep + sample[c];
      if (sample[3] > 0.5) mask[y * size + x] = 1;
    }
  }
  return mask;
}

/** Colour times alpha (0..255) and alpha (0..1) at (u, v) in pixel centres; transparent beyond the edge. False when clear. */
function samplePremultiplied({ rgba, side }: Icon, u: number, v: number, out: Float32Array): boolean {
  const left = Math.floor(u);
  const top = Math.floor(v);
  out.fill(0);
  for (let j = 0; j < 2; j++) {
    const y = top + j;
    if (y < 0 || y >= side) continue;
    const weightY = j === 0 ? 1 - (v - top) : v - top;
    for (let i = 0; i < 2; i++) {
      const x = left + i;
      if (x < 0 || x >= side) continue;
      const at = (y * side + x) * 4;
      const alpha = (weightY * (i === 0 ? 1 - (u - left) : u - left) * rgba[at + 3]) / 255;
      out[0] += alpha * rgba[at];
      out[1] += alpha * rgba[at + 1];
      out[2] += alpha * rgba[at + 2];
      out[3] += alpha;
    }
  }
  return out[3] > 0;
}
