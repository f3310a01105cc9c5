import { decodeMask, type MaskRuns } from "./mask-runs.ts";

type Point = [x: number, y: number];

/**
 * The border of a mask along the sides of its pixels, as closed rings of corner points. By the even-odd rule the rings
 * enclose exactly the mask's pixels: outer borders, and those of holes inside them. Pixels that touch by a corner alone
 * belong to rings of their own.
 */
export function maskOutline(runs: MaskRuns): Point[][] {
  const { data, width, height } = decodeMask(runs);
  const isInside = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < width && y < height && data[y * width + x] === 1;
  const across = width + 1;
  /** Where the border goes from a grid point, with the inside on its right: at most two ways. */
  const ways = new Map<number, number[]>();
  const add = (x1: number, y1: number, x2: number, y2: number) => {
    const from = y1 * across + x1;
    const to = y2 * across + x2;
    const others = ways.get(from);
    if (others) others.push(to);
    else ways.set(from, [to]);
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[y * width + x] !== 1) continue;
      if (!isInside(x, y - 1)) add(x, y, x + 1, y);
      if (!isInside(x + 1, y)) add(x + 1, y, x + 1, y + 1);
      if (!isInside(x, y + 1)) add(x + 1, y + 1, x, y + 1);
      if (!isInside(x - 1, y)) add(x, y + 1, x, y);
    }
  }
  const rings: Point[][] = [];
  for (const start of ways.keys()) {
    while ((ways.get(start)?.length ?? 0) > 0) rings.push(corners(walk(ways, start, across), across));
  }
  return rings;
}

/** Follows the border from a grid point back to it, turning right where two ways part, and takes the ways away. */
function walk(ways: Map<number, number[]>, start: number, across: number): number[] {
  const path: number[] = [];
  let at = start;
  let before: number | null = null;
  do {
    path.push(at);
    const next = ways.get(at)!;
    const right: number = before === null || next.length < 2 ? 0 : rightmost(at - before, at, next, across);
    before = at;
    at = next.splice(right, 1)[0];
  } while (at !== start);
  return path;
}

/** Right of east is south, of south west, of west north, of north east. */
function rightmost(step: number, at: number, next: readonly number[], across: number): number {
  const right = new Map([
    [1, across],
    [across, -1],
    [-1, -across],
    [-across, 1],
  ]).get(step);
  return Math.max(
    0,
    next.findIndex((to) => to - at === right),
  );
}

/** Only the points where the border turns. */
function corners(path: readonly number[], across: number): Point[] {
  const turns = path.filter((at, i) => {
    const before = path.at(i - 1)!;
    const after = path[(i + 1) % path.length];
    return at - before !== after - at;
  });
  return turns.map((at): Point => [at % across, Math.floor(at / across)]);
}
