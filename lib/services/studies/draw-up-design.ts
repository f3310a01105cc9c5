import { z } from "zod";
import type { Tx } from "#lib/db/client.ts";
import type { Run } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { fittingTrialCount } from "#lib/study/assignment.ts";
import { listConditions } from "#lib/study/conditions.ts";
import type { StudyDesign } from "#lib/study/design.ts";
import { resolveComparison } from "#lib/study/resolve-comparison.ts";
import { MOST_PANELS } from "#lib/study/response-details.ts";
import type { StudyTemplate } from "#lib/study/template.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import { MOST_PRACTICE, MOST_TRAINING } from "#lib/study/training.ts";
import type { Ctx } from "../context.ts";
import { requireRun } from "../explanations/require-run.ts";
import { type ChosenArm, chooseArms } from "./choose-arms.ts";
import { type ChosenItem, chooseItems } from "./choose-items.ts";

/** More trials than this tire people out; a larger study spreads its images over more people. */
const COMFORTABLE_TRIALS = 24;

/** What decides which pictures a study shows, and in which conditions. */
export const DesignWish = z.object({
  runId: z.string(),
  templateId: z.string().default("plausibility-rating"),
  /** Arms of the run to compare; all of them unless given. */
  armIds: z.array(z.string()).optional(),
  /** Of these, the arm that every trial shows beside another; the first unless given. */
  referenceArmId: z.string().optional(),
  /** Pictures a trial shows side by side, where the template leaves it open. */
  panels: z.int().min(2).max(MOST_PANELS).optional(),
  /** Points of the scale, where the template leaves it open. */
  points: z.union([z.literal(5), z.literal(7)]).optional(),
  /** Adds an arm that shows the picture without a map, where the template can tell what maps are good for. */
  control: z.boolean().default(false),
  /** Tells the names of the classes, where a trial shows maps of several. */
  classNames: z.boolean().default(false),
  /** Rates as many images that the computer gets right as images that it gets wrong. */
  balanceCorrect: z.boolean().default(false),
  /** Of each rater's trials: by chance, or so that no arm profits from the one before it. */
  order: z.enum(["random", "carry-over"]).default("random"),
  /** Images set aside for the instruction and for practice, or for training; as the template needs unless given. */
  practice: z.int().min(0).max(MOST_TRAINING).optional(),
  trialsPerRater: z.int().min(1).max(400).optional(),
  seed: z.int().min(0).max(0x7fff_ffff).default(1),
});
export type DesignWish = z.infer<typeof DesignWish>;

/** An arm of the study: one of the run's, or the picture alone with the answer of the first. */
export interface DrawnArm {
  /** Of the run. */
  readonly id: string;
  readonly plain: boolean;
}

export interface DrawnUpDesign
  extends Pick<StudyDesign, "panels" | "referenceArm" | "points" | "order" | "classNames" | "classes"> {
  readonly run: Run;
  readonly template: StudyTemplate;
  /** Those whose maps are compared. */
  readonly compared: readonly ChosenArm[];
  /** All, in the study's order. */
  readonly arms: readonly DrawnArm[];
  readonly practice: readonly ChosenItem[];
  readonly rated: readonly ChosenItem[];
  readonly trialsPerRater: number;
}

/**
 * Arms, images and trials of a study as it would be created: the same whether it then is or not.
 * @throws AppError `invalid` for a study without arms or images, or one that its template cannot be; `conflict` for a run that
 * failed, or one still going on where its answers decide which images can be shown; `not_found`.
 */
export async function drawUpDesign(tx: Tx, ctx: Ctx, wish: DesignWish): Promise<DrawnUpDesign> {
  const template = requireTemplate(wish.templateId);
  const run = await requireRun(tx, ctx, wish.runId);
  if (run.state === "failed" || run.state === "cancelled")
    throw new AppError("conflict", `The run "${run.name}" is ${run.state}: retry it, or choose another run.`);
  const compared = await chooseArms(tx, run, template, wish.armIds);
  const comparison = resolveComparison(template, compared, wish);
  const training = template.shows.kind === "after-training";
  checkPractice(wish.practice, training);
  const { practice, rated, classes } = await chooseItems(tx, run, compared, {
    ...wish,
    training,
    oneAnswer: template.shows.kind !== "one-arm",
    classCount: template.shows.kind === "classes" ? template.shows.count : null,
  });
  const arms = withPlainArm(compared, wish.control || training || template.shows.kind === "plain");
  const conditions = training
    ? 1
    : listConditions({ ...comparison, shows: template.shows, arms }, wish.seed).length;
  const trialsPerRater =
    wish.trialsPerRater ?? fittingTrialCount(rated.length, conditions, COMFORTABLE_TRIALS);
  if (trialsPerRater > rated.length)
    throw new AppError(
      "invalid",
      `${trialsPerRater} trials need as many images, because nobody sees one twice; the run has ${rated.length} to rate. Ask for fewer trials.`,
    );
  return {
    run,
    template,
    compared,
    arms,
    practice,
    rated,
    trialsPerRater,
    ...comparison,
    ...(classes && { classes }),
  };
}

/** Practice shows how one answers; training is what one learns from. @throws AppError `invalid` */
function checkPractice(wanted: number | undefined, training: boolean): void {
  if (wanted === undefined) return;
  const [least, most] = training ? [1, MOST_TRAINING] : [0, MOST_PRACTICE];
  if (wanted < least || wanted > most)
    throw new AppError("invalid", `Ask for ${least} to ${most} pictures for practice, not ${wanted}.`, {
      field: "practice",
    });
}

/** The arms of a study: those compared and, where wanted, one that shows the picture alone, with the answer of the first. */
function withPlainArm(arms: readonly ChosenArm[], plain: boolean): DrawnArm[] {
  const mapped = arms.map(({ id }) => ({ id, plain: false }));
  return plain ? [...mapped, { id: arms[0].id, plain: true }] : mapped;
}
