import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { listConditions } from "#lib/study/conditions.ts";
import { ASSUMED_CORRELATION, assumedEffect, assumedSpread } from "#lib/study/plan/assumed-spread.ts";
import { canSimulate } from "#lib/study/plan/plan-model.ts";
import { type PlannedCells, plannedCells } from "#lib/study/plan/planned-cells.ts";
import { type PlannedPower, type PowerAssumptions, plannedPower } from "#lib/study/plan/planned-power.ts";
import {
  type PlannedCost,
  type PlannedTime,
  plannedCost,
  plannedTime,
} from "#lib/study/plan/planned-time.ts";
import { measureOf, responseOf } from "#lib/study/response-of.ts";
import type { Measure } from "#lib/study/template.ts";
import type { TemplateId } from "#lib/study/template-id.ts";
import type { Ctx } from "../context.ts";
import { DesignWish, drawUpDesign } from "./draw-up-design.ts";
import { readTrialPace } from "./read-trial-pace.ts";

/** So many are counted at once; a larger study has the same design. */
const MOST_RATERS = 5000;

/** A study's design as far as it decides what is judged how often, and what is asked of it. */
export const PlanStudy = DesignWish.extend({
  raters: z.int("Say how many raters you plan for.").min(2).max(MOST_RATERS).default(40),
  /** Pay for an hour's work, in any one currency; without it no cost is worked out. */
  payPerHour: z.number().min(0).max(10_000).optional(),
  /** What the platform takes on top of the pay, in percent. */
  feePercent: z.number().min(0).max(500).default(0),
  /** The smallest difference worth finding, in the measure's units; an eighth of its range unless given. */
  difference: z.number().positive().optional(),
  /** SD of the difference of two answers of a rater; assumed by the kind of answer unless given. */
  spread: z.number().positive().optional(),
  correlation: z.number().min(0).max(1).default(ASSUMED_CORRELATION),
});

export interface StudyPlanPreview {
  templateId: TemplateId;
  /** Whether the run has its maps: until then there are no pictures to preview. */
  ready: boolean;
  arms: readonly { label: string; plain: boolean }[];
  images: number;
  practice: number;
  trialsPerRater: number;
  measure: Measure;
  /** Pictures with a map that a trial shows; 0 where answers are scored at maps nobody sees. */
  panels: number;
  cells: PlannedCells;
  time: PlannedTime;
  cost: PlannedCost | null;
  assumed: PowerAssumptions;
  power: PlannedPower;
  /** What a simulation of the design needs; null where raters cannot be simulated without maps. */
  simulation: {
    items: number;
    arms: number;
    conditions: readonly (readonly number[])[];
    points: number | null;
    seed: number;
    pair: readonly [number, number];
  } | null;
}

/**
 * What a study would come to, without creating anything: how often each map, arm and pair is judged by so many raters, how long that takes
 * and costs, and the power of its primary comparison.
 * @throws AppError as `drawUpDesign` does
 */
export async function planStudy(ctx: Ctx, input: unknown): Promise<StudyPlanPreview> {
  const wish = PlanStudy.parse(input);
  requireCan(ctx, "study:manage");
  const drawn = await ctx.db.$transaction((tx) => drawUpDesign(tx, ctx, wish));
  const { template, compared, arms, rated, practice, trialsPerRater, panels, points } = drawn;
  const plain = template.shows.kind === "plain";
  const armOfRater = template.shows.kind === "after-training";
  const conditions = listConditions({ ...drawn, shows: template.shows }, wish.seed);
  // Without a map on the screen every answer is about every arm.
  const about = plain ? conditions.map(() => compared.map((_, arm) => arm)) : conditions;
  const armCount = plain ? compared.length : arms.length;
  const design = { items: rated.length, arms: armCount, trialsPerRater, conditions: about, armOfRater };
  const cells = plannedCells(design, wish.raters);
  const response = responseOf(template, drawn);
  const measure = measureOf(template, drawn);
  const time = plannedTime(
    { trials: trialsPerRater, practice: practice.length, raters: wish.raters },
    response.kind,
    await readTrialPace(ctx, template),
  );
  const { difference = assumedEffect(measure), correlation } = wish;
  const spread = wish.spread ?? assumedSpread({ shows: template.shows, response }, measure, panels);
  const assumed = { difference, spread, correlation };
  const shown = plain ? compared.map(({ id }) => ({ id, plain: false })) : arms;
  const labels = new Map(compared.map(({ id, label }) => [id, label]));
  return {
    templateId: template.id,
    ready: drawn.run.state === "succeeded",
    arms: shown.map(({ id, plain }) => ({ label: labels.get(id)!, plain })),
    images: rated.length,
    practice: practice.length,
    trialsPerRater,
    measure,
    panels: plain ? 0 : panels,
    cells,
    time,
    cost:
      wish.payPerHour === undefined
        ? null
        : plannedCost(time, { perHour: wish.payPerHour, feeShare: wish.feePercent / 100 }),
    assumed,
    power: plannedPower(cells, assumed),
    simulation:
      canSimulate(template) && armCount >= 2
        ? {
            items: rated.length,
            arms: armCount,
            conditions,
            points,
            seed: wish.seed,
            pair: pairToTell(drawn.referenceArm),
          }
        : null,
  };
}

/** Two arms whose comparison stands for all: the reference and another, or the first two. */
const pairToTell = (reference: number | null): readonly [number, number] =>
  reference === null ? [0, 1] : [reference, reference === 0 ? 1 : 0];
