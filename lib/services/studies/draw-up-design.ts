import type { Tx } from "#lib/db/client.ts";
import type { Run } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { fittingTrialCount } from "#lib/study/assignment.ts";
import { listConditions } from "#lib/study/conditions.ts";
import type { StudyDesign } from "#lib/study/design.ts";
import { type ComparisonWish, resolveComparison } from "#lib/study/resolve-comparison.ts";
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
export interface DesignWish extends ComparisonWish {
  readonly runId: string;
  readonly templateId: string;
  readonly armIds?: readonly string[];
  readonly balanceCorrect: boolean;
  readonly practice?: number;
  readonly trialsPerRater?: number;
  readonly seed: number;
}

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
