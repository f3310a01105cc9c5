/** What an answer says beside its value, by the kind of task. Panels are counted from 0, in the order of `TrialView.stimuli`. */

/** Every panel once, best first. */
export interface RankingDetail {
  readonly order: readonly number[];
}

/** A panel other than the best, which is the value. */
export interface BestWorstDetail {
  readonly worst: number;
}

/** A place in the picture: each in [0, 1], from the left and from the top. */
export interface PointDetail {
  readonly x: number;
  readonly y: number;
}

/** The path of a round brush. */
export interface BrushStroke {
  /** Of the brush, in widths of the picture. */
  readonly radius: number;
  /** One or more places, each as [x, y] in [0, 1]; straight lines between them. */
  readonly points: readonly (readonly [number, number])[];
}

/** In the order in which they were drawn. At most `MAX_STROKES`, of `MAX_STROKE_POINTS` places together. */
export interface StrokesDetail {
  readonly strokes: readonly BrushStroke[];
}

/** Enough to paint any outline by hand, and well below what a request may weigh. */
export const MAX_STROKES = 100;
export const MAX_STROKE_POINTS = 2000;
