import { type RegionShape, rasteriseRegions, type Size } from "#lib/imaging/region.ts";

/** Cells along each side of the grid on which drawings are compared, whatever the pictures' sizes. */
export const GRID = 256;

/** A region as it is compared with others: where it is, relative to its picture. */
export interface DrawnRegion {
  className: string | null;
  /** GRID * GRID bits by rows, 32 in a word. */
  cells: Uint32Array;
  /** Cells inside. */
  area: number;
}

/** A region of a picture on the grid. */
export function drawnRegion(shape: RegionShape, picture: Size, className: string | null): DrawnRegion {
  const { data } = rasteriseRegions([shape], picture, { height: GRID, width: GRID });
  const cells = new Uint32Array((GRID * GRID) / 32);
  let area = 0;
  data.forEach((inside, i) => {
    if (!inside) return;
    cells[i >>> 5] |= 1 << (i & 31);
    area++;
  });
  return { className, cells, area };
}

/** Intersection over union in [0, 1]; 0 for two regions without a cell. */
export function iouOf(a: DrawnRegion, b: DrawnRegion): number {
  let both = 0;
  for (let i = 0; i < a.cells.length; i++) both += bitCount(a.cells[i] & b.cells[i]);
  const either = a.area + b.area - both;
  return either === 0 ? 0 : both / either;
}

/** Bits that are set in a 32-bit word. Source: Warren, Hacker's Delight, 2nd edition, section 5-1. */
function bitCount(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
