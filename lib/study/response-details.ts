import { z } from "zod";
import {
  type BestWorstDetail,
  MAX_STROKE_POINTS,
  MAX_STROKES,
  type PointDetail,
  type RankingDetail,
  type StrokesDetail,
} from "./answer-detail.ts";

/** Nobody compares more pictures than this at a time. */
export const MOST_PANELS = 6;

/** A place along one side of the picture, from the left or the top. */
const Unit = z.number().min(0).max(1);

/** What may come beside a value, checked: the shapes of answer-detail.ts, and nothing else. */
export const PointSchema = z.strictObject({ x: Unit, y: Unit }) satisfies z.ZodType<PointDetail>;

export const RankingSchema = z.strictObject({
  order: z.array(z.int().min(0)).min(2).max(MOST_PANELS),
}) satisfies z.ZodType<RankingDetail>;

export const BestWorstSchema = z.strictObject({
  worst: z.int().min(0),
}) satisfies z.ZodType<BestWorstDetail>;

export const StrokesSchema = z.strictObject({
  strokes: z
    .array(
      z.strictObject({
        /** From a dot of two pixels on the study's picture to a quarter of it. */
        radius: z.number().min(0.005).max(0.25),
        points: z.array(z.tuple([Unit, Unit])).min(1),
      }),
    )
    .min(1)
    .max(MAX_STROKES)
    .refine((strokes) => strokes.reduce((sum, { points }) => sum + points.length, 0) <= MAX_STROKE_POINTS, {
      error: `A drawing has at most ${MAX_STROKE_POINTS} points.`,
    }),
}) satisfies z.ZodType<StrokesDetail>;
