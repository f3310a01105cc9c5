import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Tx } from "#lib/db/client.ts";
import type { Model, Prisma, Run } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { explainPrepare } from "#lib/jobs/definitions/explain-prepare.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { chooseJudge, JudgeWish } from "../metrics/choose-judge.ts";
import { type ArmInput, checkArms, mapsPerImage } from "./check-arms.ts";
import { checkClasses } from "./check-classes.ts";
import { checkNeeds } from "./check-needs.ts";
import { requireConfirmed } from "./confirm-cost.ts";
import { costOfRun } from "./cost-of-run.ts";
import { pickImages, type VersionEntry } from "./pick-images.ts";

/** More maps than this in one run is a mistake more often than a wish; start several runs. */
export const MAX_MAPS = 20_000;

export const MAX_ARMS = 32;
export const TOO_MANY_ARMS = `A run has ${MAX_ARMS} arms at most: start several runs.`;

/** An arm as it is asked for. */
export const RunArmWish = z.object({
  label: z.string().trim().min(1, "Give each arm a label.").max(80),
  explainerId: z.string(),
  modelId: z.string(),
  options: z.record(z.string(), z.unknown()).default({}),
  targetRule: z.string().default("true"),
  /** Of the method's randomness; null = the run's. */
  seed: z.int().min(0).max(0x7fff_ffff).nullable().default(null),
});

export const SampleSize = z.int("Say how many images, as a whole number.").min(1, "Draw at least one image.");

/** What starting a run takes. */
export const StartRun = z
  .object({
    versionId: z.string(),
    name: z.string().trim().min(1, "Give the run a name.").max(120),
    imageIds: z.array(z.string()).min(1, "Choose at least one image.").optional(),
    /** Held-out images to draw, balanced over the classes. */
    sampleSize: SampleSize.optional(),
    seed: z.int().min(0).max(0x7fff_ffff).default(1),
    arms: z
      .array(RunArmWish)
      .min(1, "A run needs at least one arm: choose a method and a model.")
      .max(MAX_ARMS, TOO_MANY_ARMS),
    /** Judges all maps once they are made, beside the model each of them explains: "baseline" or a model's id. */
    judge: JudgeWish,
    /** Passes that were agreed to; wanted above the limit. */
    confirmedCost: z.int().min(0).optional(),
  })
  .refine((run) => (run.imageIds === undefined) !== (run.sampleSize === undefined), {
    message: "Say either which images to explain or how many to draw.",
  });

/**
 * Starts an explanation run: methods (arms) on the same images of a frozen version. The row and its first job are
 * written together; the worker takes it from there.
 * @throws AppError `invalid` for arms, images or classes that cannot work, `not_found`, `too_large`, `conflict` for a cost above
 * the limit that was not confirmed, with the estimate in its details.
 */
export async function startRun(ctx: Ctx, input: unknown): Promise<Run> {
  const wish = StartRun.parse(input);
  requireCan(ctx, "run:start");
  const { explainers } = await import("#lib/explain/registry.ts");
  return ctx.db.$transaction(async (tx) => {
    const entries = await versionEntries(tx, ctx, wish.versionId);
    const models = await armModels(tx, ctx, wish.arms);
    const arms = checkArms(wish.arms, models, explainers);
    const imageIds = pickImages(entries, wish);
    const mapCount = imageIds.length * countMapsPerImage(arms, models);
    refuseTooManyMaps(imageIds.length, mapCount);
    await checkClasses(tx, ctx, { entries, imageIds, arms, models: [...models.values()] });
    const { versionId, name, seed } = wish;
    const classNames = [...new Set([...models.values()].flatMap((model) => model.classNames))];
    const judge = await chooseJudge(tx, ctx, wish.judge, classNames);
    await checkNeeds(tx, { versionId, entries, imageIds, arms, explainers });
    const images = imageIds.length;
    const estimate = await costOfRun(tx, ctx.workspaceId, {
      versionId,
      images,
      arms,
      models,
      explainers,
      judge,
    });
    requireConfirmed(ctx, estimate, wish.confirmedCost);
    const id = newId(ctx.clock().getTime());
    const run = await tx.run.create({
      data: {
        id,
        workspaceId: ctx.workspaceId,
        versionId,
        name,
        seed,
        imageIds,
        mapCount,
        estimate: estimate as unknown as Prisma.InputJsonObject,
        arms: { create: armRows(arms) },
        judges: { create: judge ? { modelId: judge.id } : [] },
      },
    });
    await enqueue(tx, explainPrepare, { runId: id }, { workspaceId: ctx.workspaceId, runId: id });
    await audit(tx, ctx, "run.start", `run:${id}`, {
      versionId,
      name,
      seed,
      imageCount: imageIds.length,
      arms,
      judgeId: judge?.id ?? null,
    });
    return run;
  });
}

/** @throws AppError `too_large` */
export function refuseTooManyMaps(images: number, maps: number): void {
  if (maps <= MAX_MAPS) return;
  throw new AppError(
    "too_large",
    `${images} images with these arms are ${maps} maps; a run makes ${MAX_MAPS} at most. Choose fewer images or arms.`,
  );
}

function countMapsPerImage(arms: readonly ArmInput[], models: ReadonlyMap<string, Model>): number {
  const classCount = (arm: ArmInput) => models.get(arm.modelId)?.classNames.length ?? 0;
  return arms.reduce((sum, arm) => sum + mapsPerImage(arm.targetRule, classCount(arm)), 0);
}

function armRows(arms: readonly ArmInput[]): Prisma.RunArmCreateWithoutRunInput[] {
  return arms.map(({ modelId, options, ...arm }, position) => ({
    id: newId(),
    position,
    ...arm,
    options: options as Prisma.InputJsonObject,
    model: { connect: { id: modelId } },
  }));
}

async function versionEntries(tx: Tx, ctx: Ctx, versionId: string): Promise<VersionEntry[]> {
  const version = await tx.datasetVersion.findFirst({
    where: { id: versionId, dataset: { workspaceId: ctx.workspaceId } },
    select: {
      images: {
        orderBy: { position: "asc" },
        select: { imageId: true, className: true, split: true, image: { select: { sha256: true } } },
      },
    },
  });
  if (!version) throw new AppError("not_found", "There is no such data set version in this workspace.");
  return version.images.map(({ image, ...entry }) => ({ ...entry, sha256: image.sha256 }));
}

export async function armModels(
  tx: Tx,
  ctx: Ctx,
  arms: readonly Pick<ArmInput, "modelId">[],
): Promise<Map<string, Model>> {
  const ids = [...new Set(arms.map((arm) => arm.modelId))];
  const models = await tx.model.findMany({ where: { id: { in: ids }, workspaceId: ctx.workspaceId } });
  return new Map(models.map((model) => [model.id, model]));
}
