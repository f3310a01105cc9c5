import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { wholePasses } from "#lib/explain/cost/passes.ts";
import type { RunEstimate } from "#lib/explain/cost/run-cost.ts";
import type { Ctx } from "../context.ts";
import { chooseJudge, JudgeWish } from "../metrics/choose-judge.ts";
import { checkArms } from "./check-arms.ts";
import { needsConfirmation } from "./confirm-cost.ts";
import { costOfRun } from "./cost-of-run.ts";
import {
  armModels,
  MAX_ARMS,
  RunArmWish,
  refuseTooManyMaps,
  SampleSize,
  TOO_MANY_ARMS,
} from "./start-run.ts";

/** What an estimate takes: a run without its name, or the number of its images. */
export const EstimateRun = z.object({
  versionId: z.string(),
  imageIds: z.array(z.string()).optional(),
  sampleSize: SampleSize.optional(),
  arms: z
    .array(RunArmWish)
    .min(1, "Choose a method: a run needs at least one arm.")
    .max(MAX_ARMS, TOO_MANY_ARMS),
  judge: JudgeWish,
});

export interface RunPreview {
  estimate: RunEstimate;
  /** Forward and backward: what `confirmedCost` has to be, where the run has to be confirmed. */
  passes: number;
  needsConfirmation: boolean;
}

/**
 * What a run would cost, before it is started. Arms are checked as `startRun` does; images and their classes are not.
 * @throws AppError `invalid` naming the arm and option, `not_found`, `too_large`
 */
export async function estimateRun(ctx: Ctx, input: unknown): Promise<RunPreview> {
  const { versionId, imageIds, sampleSize, ...wish } = EstimateRun.parse(input);
  requireCan(ctx, "run:start");
  const { explainers } = await import("#lib/explain/registry.ts");
  const version = await ctx.db.datasetVersion.findFirst({
    where: { id: versionId, dataset: { workspaceId: ctx.workspaceId } },
    select: { id: true },
  });
  if (!version) throw new AppError("not_found", "There is no such data set version in this workspace.");
  const models = await armModels(ctx.db, ctx, wish.arms);
  const arms = checkArms(wish.arms, models, explainers);
  const images = imageIds ? new Set(imageIds).size : (sampleSize ?? 0);
  const classNames = [...new Set([...models.values()].flatMap((model) => model.classNames))];
  const judge = await chooseJudge(ctx.db, ctx, wish.judge, classNames);
  const asked = { versionId, images, arms, models, explainers, judge };
  const estimate = await costOfRun(ctx.db, ctx.workspaceId, asked);
  refuseTooManyMaps(images, estimate.maps);
  return { estimate, passes: wholePasses(estimate), needsConfirmation: needsConfirmation(ctx, estimate) };
}
