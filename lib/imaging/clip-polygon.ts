type Point = [x: number, y: number];

/**
 * The part of a ring inside the rectangle 0..width x 0..height, by Sutherland and Hodgman (1974): cut by one edge after
 * another. A ring that lies inside comes back as it is; what is left of one outside has fewer than three points. A ring
 * that leaves and comes back several times keeps edges along the border, of no area.
 */
export function clipRing(ring: readonly Point[], width: number, height: number): Point[] {
  let points = [...ring];
  const edges: [axis: 0 | 1, bound: number, sign: 1 | -1][] = [
    [0, 0, 1],
    [0, width, -1],
    [1, 0, 1],
    [1, height, -1],
  ];
  for (const [axis, bound, sign] of edges) {
    const inside = (point: Point) => sign * (point[axis] - bound) >= 0;
    if (points.every(inside)) continue;
    points = points.flatMap((point, i) => {
      const before = points.at(i - 1)!;
      if (inside(before) === inside(point)) return inside(point) ? [point] : [];
      const crossing = crossAt(before, point, axis, bound);
      return inside(point) ? [crossing, point] : [crossing];
    });
  }
  return points;
}

function crossAt(from: Point, to: Point, axis: 0 | 1, bound: number): Point {
  const other = axis === 0 ? 1 : 0;
  const share = (bound - from[axis]) / (to[axis] - from[axis]);
  const at = from[other] + share * (to[other] - from[other]);
  return axis === 0 ? [bound, at] : [at, bound];
}

/** Whether two edges of the ring that are no neighbours cross. Looks at every pair: for rings of at most some hundred points. */
export function crossesItself(ring: readonly Point[]): boolean {
  const count = ring.length;
  for (let i = 0; i < count; i++) {
    for (let j = i + 2; j < count; j++) {
      if (i === 0 && j === count - 1) continue;
      if (edgesCross(ring[i], ring[i + 1], ring[j], ring[(j + 1) % count])) return true;
    }
  }
  return false;
}

/** Proper crossings only: edges that merely touch do not count. */
function edgesCross(a: Point, b: Point, c: Point, d: Point): boolean {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

function side([ax, ay]: Point, [bx, by]: Point, [x, y]: Point): number {
  return Math.sign((bx - ax) * (y - ay) - (by - ay) * (x - ax));
}
