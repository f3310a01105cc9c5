type Point = readonly [x: number, y: number];

/**
 * Marching squares: the line where a field crosses `level`, as segments in field coordinates (a value sits at the
 * centre of its cell, so x runs from 0.5 to width - 0.5). The two ambiguous cases are split by the mean of the corners.
 * @param field row-major, height x width
 */
export function traceContour(
  field: ArrayLike<number>,
  width: number,
  height: number,
  level: number,
): [Point, Point][] {
  const segments: [Point, Point][] = [];
  for (let y = 0; y + 1 < height; y++) {
    for (let x = 0; x + 1 < width; x++) {
      const corners = [
        field[y * width + x],
        field[y * width + x + 1],
        field[(y + 1) * width + x + 1],
        field[(y + 1) * width + x],
      ];
      segments.push(...crossCell(corners, x + 0.5, y + 0.5, level));
    }
  }
  return segments;
}

/** Segments inside one square whose corners run clockwise from the top left. */
function crossCell(corners: number[], left: number, top: number, level: number): [Point, Point][] {
  const [a, b, c, d] = corners;
  const above = corners.map((value) => value >= level);
  const share = (from: number, to: number) => (level - from) / (to - from);
  const edges: (Point | null)[] = [
    above[0] !== above[1] ? [left + share(a, b), top] : null,
    above[1] !== above[2] ? [left + 1, top + share(b, c)] : null,
    above[3] !== above[2] ? [left + share(d, c), top + 1] : null,
    above[0] !== above[3] ? [left, top + share(a, d)] : null,
  ];
  const crossed = edges.filter((point): point is Point => point !== null);
  if (crossed.length === 2) return [[crossed[0], crossed[1]]];
  if (crossed.length < 4) return [];
  const [north, east, south, west] = crossed;
  const joined = (a + b + c + d) / 4 >= level === above[0];
  return joined
    ? [
        [north, east],
        [south, west],
      ]
    : [
        [north, west],
        [south, east],
      ];
}

/** The segments as SVG path data, to two decimals. */
export function contourPath(segments: readonly [Point, Point][]): string {
  const at = ([x, y]: Point) => `${x.toFixed(2)} ${y.toFixed(2)}`;
  return segments.map(([from, to]) => `M${at(from)}L${at(to)}`).join("");
}
