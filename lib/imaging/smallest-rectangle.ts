type Point = [x: number, y: number];

/**
 * The smallest rectangle at any angle that holds all points: one of its sides lies along the convex hull (Freeman and
 * Shapira 1975). Corners clockwise on screen. Points on one line give a rectangle without area.
 * @throws RangeError without points
 */
export function smallestRectangle(points: readonly Point[]): [Point, Point, Point, Point] {
  if (points.length === 0) throw new RangeError("no points");
  const hull = convexHull(points);
  let best: { area: number; corners: [Point, Point, Point, Point] } | null = null;
  for (const [i, [x1, y1]] of hull.entries()) {
    const [x2, y2] = hull[(i + 1) % hull.length];
    const length = Math.hypot(x2 - x1, y2 - y1);
    const [cos, sin] = length === 0 ? [1, 0] : [(x2 - x1) / length, (y2 - y1) / length];
    const along = hull.map(([x, y]) => x * cos + y * sin);
    const across = hull.map(([x, y]) => y * cos - x * sin);
    const [left, right, top, bottom] = [
      Math.min(...along),
      Math.max(...along),
      Math.min(...across),
      Math.max(...across),
    ];
    const area = (right - left) * (bottom - top);
    if (best !== null && area >= best.area) continue;
    const turn = (u: number, v: number): Point => [u * cos - v * sin, u * sin + v * cos];
    best = { area, corners: [turn(left, top), turn(right, top), turn(right, bottom), turn(left, bottom)] };
  }
  return best!.corners;
}

/** Andrew's monotone chain (1979): the hull's corners, without points along its sides. */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort(([ax, ay], [bx, by]) => ax - bx || ay - by);
  const half = (ordered: readonly Point[]) => {
    const chain: Point[] = [];
    for (const point of ordered) {
      while (chain.length >= 2 && turn(chain.at(-2)!, chain.at(-1)!, point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  const hull = [...half(sorted), ...half(sorted.reverse())];
  return hull.length > 0 ? hull : sorted.slice(0, 1);
}

function turn([ax, ay]: Point, [bx, by]: Point, [x, y]: Point): number {
  return (bx - ax) * (y - ay) - (by - ay) * (x - ax);
}
