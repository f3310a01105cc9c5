import type { z } from "zod";
import type { Run } from "#lib/db/generated/client.ts";
import { controlRandom } from "#lib/explain/controls/control-random.ts";
import type { Ctx } from "../context.ts";
import { EstimateRun, estimateRun } from "./estimate-run.ts";
import { type RunArmWish, startRun } from "./start-run.ts";

/** Enough for a mean; the rest of a shard would tell little more. */
const IMAGES = 2;
const MAX_NAME = 120;

/**
 * Starts a short run of the arms whose time is not known yet, so that the estimate of the run that is meant can say it. What a map
 * takes does not hang on its class, so that of the answer stands for all of them.
 * @throws AppError as `startRun`
 */
export async function measureRun(ctx: Ctx, input: unknown): Promise<Run> {
  const { versionId, arms } = EstimateRun.parse(input);
  const { estimate } = await estimateRun(ctx, input);
  const unknown = arms.filter((_, place) => estimate.arms[place].ms === null);
  // Where the arms are known, it is the models' answers or the scoring that is not.
  const oneOfEachModel = arms.filter(
    ({ modelId }, place) => arms.findIndex((arm) => arm.modelId === modelId) === place,
  );
  const { modelId: judgeId, ms: judgingMs } = estimate.judging;
  const wanted = [
    ...(unknown.length > 0 ? unknown : oneOfEachModel),
    ...(judgeId && judgingMs === null ? [scoredBy(judgeId)] : []),
  ];
  const name = `Measurement: ${wanted.map(({ label }) => label).join(", ")}`;
  return startRun(ctx, {
    versionId,
    name: name.length > MAX_NAME ? `${name.slice(0, MAX_NAME - 1)}…` : name,
    sampleSize: IMAGES,
    arms: wanted.map((arm) => ({ ...arm, targetRule: "predicted" })),
  });
}

/** An arm that costs next to nothing but its scores, which say how fast its model is. */
const scoredBy = (modelId: string): z.output<typeof RunArmWish> => ({
  label: "Judge",
  explainerId: controlRandom.id,
  modelId,
  options: {},
  targetRule: "predicted",
  seed: null,
});
