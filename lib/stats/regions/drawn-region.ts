import { rasteriseRings } from "#lib/imaging/rasterise-rings.ts";
import {
  type Mask,
  type RegionShape,
  rasteriseRegions,
  regionRings,
  type Size,
} from "#lib/imaging/region.ts";

/** Cells along each side of the grid on which drawings are compared, whatever the pictures' sizes. */
export const GRID = 256;
/** 32 cells in a word. */
const ROW = GRID / 32;

/** A region as it is compared with others: where it is, relative to its picture. */
export interface DrawnRegion {
  className: string | null;
  /** Rows of the grid that it reaches into: from `top` on, as many as `cells` has. */
  top: number;
  /** ROW words of 32 bits a row. */
  cells: Uint32Array;
  /** Cells inside. */
  area: number;
}

/** A region of a picture on the grid: a cell is inside when its centre is. */
export function drawnRegion(shape: RegionShape, picture: Size, className: string | null): DrawnRegion {
  const { data } = onGrid(shape, picture);
  const first = data.indexOf(1);
  if (first < 0) return { className, top: 0, cells: new Uint32Array(0), area: 0 };
  const top = Math.floor(first / GRID);
  const bottom = Math.floor(data.lastIndexOf(1) / GRID) + 1;
  const cells = new Uint32Array((bottom - top) * ROW);
  let area = 0;
  for (let i = top * GRID; i < bottom * GRID; i++) {
    if (!data[i]) continue;
    cells[(i >>> 5) - top * ROW] |= 1 << (i & 31);
    area++;
  }
  return { className, top, cells, area };
}

function onGrid(shape: RegionShape, picture: Size): Mask {
  const grid = { height: GRID, width: GRID };
  if (shape.kind === "mask") return rasteriseRegions([shape], picture, grid);
  const [scaleX, scaleY] = [GRID / picture.width, GRID / picture.height];
  const rings = regionRings(shape).map((ring) =>
    ring.map(([x, y]) => [x * scaleX, y * scaleY] as [number, number]),
  );
  return rasteriseRings(rings, grid);
}

/** Intersection over union in [0, 1]; 0 for two regions without a cell. */
export function iouOf(a: DrawnRegion, b: DrawnRegion): number {
  const from = Math.max(a.top, b.top) * ROW;
  const to = Math.min(a.top * ROW + a.cells.length, b.top * ROW + b.cells.length);
  const [offsetA, offsetB] = [a.top * ROW, b.top * ROW];
  let both = 0;
  for (let i = from; i < to; i++) both += bitCount(a.cells[i - offsetA] & b.cells[i - offsetB]);
  const either = a.area + b.area - both;
  return either === 0 ? 0 : both / either;
}

/** Bits that are set in a 32-bit word. Source: Warren, Hacker's Delight, 2nd edition, section 5-1. */
function bitCount(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
