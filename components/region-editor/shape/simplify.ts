import type { Point } from "#lib/formats/dataset/annotation.ts";
import { distanceToSegment } from "./hit-test.ts";

/**
 * The line with fewer points, none of the left out ones farther than `tolerance` from it (Ramer 1972; Douglas and
 * Peucker 1973). First and last point stay.
 */
export function simplify(points: readonly Point[], tolerance: number): Point[] {
  if (points.length < 3) return [...points];
  const kept = new Uint8Array(points.length);
  kept[0] = kept[points.length - 1] = 1;
  const spans: [number, number][] = [[0, points.length - 1]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    let [farthest, distance] = [-1, tolerance];
    for (let i = from + 1; i < to; i++) {
      const away = distanceToSegment(points[i], points[from], points[to]);
      if (away > distance) [farthest, distance] = [i, away];
    }
    if (farthest < 0) continue;
    kept[farthest] = 1;
    spans.push([from, farthest], [farthest, to]);
  }
  return points.filter((_, i) => kept[i] === 1);
}

/** A closed ring with fewer points: cut at its first point and the one farthest from it, each half simplified. */
export function simplifyRing(ring: readonly Point[], tolerance: number): Point[] {
  if (ring.length < 4) return [...ring];
  const [x, y] = ring[0];
  let far = 0;
  let distance = -1;
  for (const [i, point] of ring.entries()) {
    const away = Math.hypot(point[0] - x, point[1] - y);
    if (away > distance) [far, distance] = [i, away];
  }
  const there = simplify(ring.slice(0, far + 1), tolerance);
  const back = simplify([...ring.slice(far), ring[0]], tolerance);
  return [...there, ...back.slice(1, -1)];
}
