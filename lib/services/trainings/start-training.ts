import { requireCan } from "#lib/auth/can.ts";
import type { Tx } from "#lib/db/client.ts";
import type { Prisma, Training } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { modelTrain } from "#lib/jobs/definitions/model-train.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { audit, nameActor } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { KINDS } from "../models/read-model-facts.ts";
import { draftTraining, StartTraining } from "./draft-training.ts";

/**
 * Starts the training of a model on a frozen version; a worker takes it from there. Everything that can be known to be
 * wrong is said before anything is written.
 * @throws AppError `invalid` for settings or data that cannot work, `conflict` for a name in use, `not_found`
 */
export async function startTraining(ctx: Ctx, input: unknown): Promise<Training> {
  const { name, versionId, initialModelId, ...wish } = StartTraining.parse(input);
  requireCan(ctx, "model:write");
  const { plan, splits, steps } = await draftTraining(ctx, { versionId, initialModelId, wish });
  const { config, settings } = plan;
  return ctx.db.$transaction(async (tx) => {
    await requireFreeName(tx, ctx, name);
    const id = newId(ctx.clock().getTime());
    const training = await tx.training.create({
      data: {
        id,
        workspaceId: ctx.workspaceId,
        versionId,
        name,
        wish: wish as Prisma.InputJsonObject,
        config: config as unknown as Prisma.InputJsonObject,
        settings: settings as unknown as Prisma.InputJsonObject,
        kind: KINDS[config.kind],
        backbone: config.backbone,
        inputSize: config.inputSize,
        initialModelId,
        steps,
        epochCount: settings.epochs,
        trainCount: splits.train.length,
        validationCount: splits.validation.length,
        unlabelledCount: splits.unlabelled,
        startedBy: nameActor(ctx.actor),
      },
    });
    const owner = { workspaceId: ctx.workspaceId, trainingId: id, total: steps };
    await enqueue(tx, modelTrain, { trainingId: id }, owner);
    await audit(tx, ctx, "training.start", `training:${id}`, { name, versionId, initialModelId, wish });
    return training;
  });
}

async function requireFreeName(tx: Tx, ctx: Ctx, name: string): Promise<void> {
  const { workspaceId } = ctx;
  const where = { workspaceId_name: { workspaceId, name } };
  if (await tx.model.findUnique({ where, select: { id: true } })) {
    throw new AppError(
      "conflict",
      `A model named "${name}" is in this workspace already: choose another name.`,
    );
  }
  const rival = await tx.training.findFirst({
    where: { workspaceId, name, state: { in: ["queued", "running"] } },
    select: { id: true },
  });
  if (!rival) return;
  throw new AppError("conflict", `A model named "${name}" is being trained already: choose another name.`);
}
