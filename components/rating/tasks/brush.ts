import {
  type BrushStroke,
  MAX_STROKE_POINTS,
  MAX_STROKES,
  type PointDetail,
} from "#lib/study/answer-detail.ts";

/** Radii of the brushes, in widths of the picture. */
export const RADII = [0.015, 0.03, 0.05] as const;

export const startStroke = (radius: number, { x, y }: PointDetail): BrushStroke => ({
  radius,
  points: [[x, y]],
});

/** Goes on to a place, unless that lies so near to the last one that the painted area stays the same. */
export function extendStroke(stroke: BrushStroke, { x, y }: PointDetail): BrushStroke {
  const [lastX, lastY] = stroke.points[stroke.points.length - 1];
  if (Math.hypot(x - lastX, y - lastY) < stroke.radius / 4) return stroke;
  return { ...stroke, points: [...stroke.points, [x, y]] };
}

/** Whether a stroke can go on without holding more places than a drawing may. */
export function hasRoom(strokes: readonly BrushStroke[]): boolean {
  return strokes.reduce((sum, stroke) => sum + stroke.points.length, 0) < MAX_STROKE_POINTS;
}

/** Whether one more stroke may be begun. */
export const canBegin = (strokes: readonly BrushStroke[]): boolean =>
  strokes.length < MAX_STROKES && hasRoom(strokes);

/** The stroke as an SVG path: a line of the brush's width with round ends, or a dot. */
export function strokePath({ points }: BrushStroke): string {
  const [[x, y], ...rest] = points;
  return `M ${x} ${y} ${rest.length === 0 ? "h 0" : rest.map(([toX, toY]) => `L ${toX} ${toY}`).join(" ")}`;
}
