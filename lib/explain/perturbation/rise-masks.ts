import { type AxisTaps, axisTaps, sampleBilinear } from "#lib/imaging/axis-taps.ts";

/** Whose RISE: the authors' (eclique), TorchRay's or Xplique's. They differ in masks and in scores. */
export type RiseProfile = "eclique" | "torchray" | "xplique";

/** What one mask is made of: cells [s, s] of 0 and 1, and how far the enlarged grid is shifted, in pixels. */
export interface RiseGrid {
  cells: Float32Array;
  shiftRow: number;
  shiftColumn: number;
}

/** Pixels a grid may be shifted by along an axis, from 0: this many possibilities. */
export const shiftsOf = (size: number, cells: number, profile: RiseProfile): number =>
  profile === "xplique" ? Math.ceil(size / cells) + 1 : Math.ceil(size / cells);

/**
 * A smooth random mask [height, width]: a coarse grid of cells, enlarged bilinearly past the image and cropped at a random
 * shift. With c = ceil(size / s) pixels a cell, along each axis:
 *
 * - `eclique`: the grid enlarged to (s + 1) c as scikit-image does, mirrored at its ends
 * - `torchray`: the grid mirrored by one cell, enlarged by the whole factor ceil((size + c) / s), the added cell cut off
 * - `xplique`: the grid enlarged to size + c, its ends repeated
 */
export function riseMask(
  profile: RiseProfile,
  { cells, shiftRow, shiftColumn }: RiseGrid,
  height: number,
  width: number,
): Float64Array {
  const side = Math.sqrt(cells.length);
  const rows = tapsOf(profile, side, height, shiftRow);
  const columns = tapsOf(profile, side, width, shiftColumn);
  return sampleBilinear({ data: cells, height: side, width: side, channels: 1 }, rows, columns);
}

function tapsOf(profile: RiseProfile, cells: number, size: number, shift: number): AxisTaps {
  const cell = Math.ceil(size / cells);
  const enlarged = profile === "eclique" ? (cells + 1) * cell : size + cell;
  const factor = profile === "torchray" ? Math.ceil(enlarged / cells) : enlarged / cells;
  const positions = Float64Array.from({ length: size }, (_, i) => (i + shift + 0.5) / factor - 0.5);
  return axisTaps(positions, cells, profile === "xplique" ? "clamp" : "mirror");
}
