export interface LabelBox {
  /** Left end and baseline of the text. */
  x: number;
  y: number;
}

interface Anchor {
  x: number;
  y: number;
  /** Width of the label's text. */
  width: number;
}

interface Area {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const HEIGHT = 14;
const GAP = 8;

/** Where a label may stand around its point, best first: left end and baseline, relative to the point. */
const spots = (width: number): [dx: number, dy: number][] => [
  [GAP, -4],
  [GAP, HEIGHT],
  [-GAP - width, -4],
  [-GAP - width, HEIGHT],
  [-width / 2, -GAP - 2],
  [-width / 2, GAP + HEIGHT],
  [GAP, -4 - HEIGHT],
  [GAP, 2 * HEIGHT],
];

const overlap = (a: Area, b: Area) =>
  Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) *
  Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));

/** Gives each label the spot beside its point that covers least of the other labels, the points and the margin. */
export function placeLabels(anchors: readonly Anchor[], within: Area): LabelBox[] {
  const taken: Area[] = anchors.map(({ x, y }) => ({ left: x - 6, right: x + 6, top: y - 6, bottom: y + 6 }));
  return anchors.map(({ x, y, width }) => {
    const candidates = spots(width).map(([dx, dy], rank) => {
      const area = { left: x + dx, right: x + dx + width, top: y + dy - HEIGHT + 3, bottom: y + dy + 3 };
      const inside = overlap(area, within);
      const outside = width * HEIGHT - inside;
      const cost = taken.reduce((sum, other) => sum + overlap(area, other), 0) + 4 * outside + rank;
      return { area, cost, x: x + dx, y: y + dy };
    });
    const best = candidates.reduce((a, b) => (b.cost < a.cost ? b : a));
    taken.push(best.area);
    return { x: best.x, y: best.y };
  });
}
