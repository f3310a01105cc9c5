import type { Point } from "./annotation.ts";

/**
 * Several rings as one that encloses the same by the even-odd rule: each further ring is reached from the corner nearest to
 * its first one and left by the same way, a seam of no width.
 */
export function joinRings(rings: readonly (readonly Point[])[]): Point[] {
  const [first = [], ...others] = rings;
  return others.reduce<Point[]>(
    (joined, ring) => {
      const [x, y] = ring[0];
      let nearest = 0;
      let least = Infinity;
      for (const [i, [px, py]] of joined.entries()) {
        const distance = (px - x) ** 2 + (py - y) ** 2;
        if (distance < least) [nearest, least] = [i, distance];
      }
      return [...joined.slice(0, nearest + 1), ...ring, ring[0], ...joined.slice(nearest)];
    },
    [...first],
  );
}
