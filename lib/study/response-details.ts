import { z } from "zod";
import { MOST_POINTS, MOST_STROKES } from "./drawing-limits.ts";

/** A place along one side of the picture, from the left or the top. */
const Unit = z.number().min(0).max(1);

/** Nobody compares more pictures than this at a time. */
export const MOST_PANELS = 6;

/** Where somebody pointed. */
export const PointDetail = z.strictObject({ x: Unit, y: Unit });
export type PointDetail = z.infer<typeof PointDetail>;

/** All panels by their place on the screen from 0, best first. */
export const RankingDetail = z.strictObject({ order: z.array(z.int().min(0)).min(2).max(MOST_PANELS) });
export type RankingDetail = z.infer<typeof RankingDetail>;

/** The worst panel by its place on the screen; the best one is the answer's value. */
export const BestWorstDetail = z.strictObject({ worst: z.int().min(0) });
export type BestWorstDetail = z.infer<typeof BestWorstDetail>;

/** A round brush pulled from point to point. */
export const Stroke = z.strictObject({
  /** Of the brush, in sides of the picture. */
  radius: z.number().min(0.005).max(0.25),
  points: z.array(z.tuple([Unit, Unit])).min(1),
});
export type Stroke = z.infer<typeof Stroke>;

/** What somebody painted over the picture. */
export const StrokesDetail = z.strictObject({
  strokes: z
    .array(Stroke)
    .min(1)
    .max(MOST_STROKES)
    .refine((strokes) => strokes.reduce((sum, { points }) => sum + points.length, 0) <= MOST_POINTS, {
      error: `A drawing has at most ${MOST_POINTS} points.`,
    }),
});
export type StrokesDetail = z.infer<typeof StrokesDetail>;
