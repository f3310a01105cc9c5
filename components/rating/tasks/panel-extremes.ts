/** The best and the worst panel while they are chosen. */
export interface Extremes {
  readonly best: number | null;
  readonly worst: number | null;
}

/** A tap on a chosen panel takes it back; on another it fills the best, then the worst, and then moves the worst. */
export function choosePanel({ best, worst }: Extremes, panel: number, panels: number): Extremes {
  if (panel === best) return { best: null, worst };
  if (panel === worst) return { best, worst: null };
  if (best !== null) return { best, worst: panel };
  return { best: panel, worst: worst ?? (panels === 2 ? 1 - panel : null) };
}

/** Takes back the worst, else the best. */
export const undoExtreme = ({ best, worst }: Extremes): Extremes => ({
  best: worst === null ? null : best,
  worst: null,
});
