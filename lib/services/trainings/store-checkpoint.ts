import { createHash } from "node:crypto";
import type { Tx } from "#lib/db/client.ts";
import type { Ctx } from "../context.ts";
import { requireTraining } from "./require-training.ts";

/** Checkpoints are known by this among the stored files: only they are ever removed. */
const MEDIA_TYPE = "application/vnd.whynot.checkpoint";
/** A large network's file is written while its row is held. */
const TIMEOUT_MS = 120_000;

/**
 * Keeps the newest checkpoint of a training and lets go of the one before. An older one, from a process that was
 * overtaken, is dropped: both would lead to the same weights, but the newer one is nearer.
 * @param step steps that were done when it was taken @param seconds of training until then
 */
export async function storeCheckpoint(
  ctx: Ctx,
  trainingId: string,
  { file, step, seconds }: { file: Uint8Array; step: number; seconds: number },
): Promise<void> {
  const sha256 = createHash("sha256").update(file).digest("hex");
  // Its row first, so that a file whose process dies here is found by `sweepCheckpoints`; the file before anything is
  // held, because that takes its time.
  await holdBlob(ctx.db, sha256, file.byteLength);
  await ctx.storage.put(file);
  const before = await ctx.db.$transaction(
    async (tx) => {
      const training = await requireTraining(tx, ctx, trainingId);
      if (step < training.step || training.state === "succeeded") return sha256;
      await holdBlob(tx, sha256, file.byteLength);
      if (!(await ctx.storage.has(sha256))) await ctx.storage.put(file);
      await tx.training.update({
        where: { id: trainingId },
        data: { checkpointSha256: sha256, step, seconds },
      });
      return training.checkpointSha256 === sha256 ? null : training.checkpointSha256;
    },
    { timeout: TIMEOUT_MS },
  );
  if (before !== null) await releaseCheckpoint(ctx, before);
}

/** Makes sure the file has its row, and in a transaction holds that to its end: nobody removes the file meanwhile. */
async function holdBlob(tx: Pick<Tx, "$queryRaw">, sha256: string, byteSize: number): Promise<string> {
  const [{ mediaType }] = await tx.$queryRaw<{ mediaType: string }[]>`
    INSERT INTO "Blob" ("sha256", "byteSize", "mediaType") VALUES (${sha256}, ${byteSize}, ${MEDIA_TYPE})
    ON CONFLICT ("sha256") DO UPDATE SET "sha256" = EXCLUDED."sha256" RETURNING "mediaType"`;
  return mediaType;
}

/** Removes a checkpoint that no training and no model needs. Equal trainings share their file. */
export async function releaseCheckpoint(ctx: Ctx, sha256: string): Promise<void> {
  await ctx.db.$transaction(
    async (tx) => {
      if ((await holdBlob(tx, sha256, 0)) !== MEDIA_TYPE) return;
      const [training, model] = await Promise.all([
        tx.training.findFirst({ where: { checkpointSha256: sha256 }, select: { id: true } }),
        tx.model.findFirst({ where: { weightsSha256: sha256 }, select: { id: true } }),
      ]);
      if (training || model) return;
      await tx.blob.delete({ where: { sha256 } });
      await ctx.storage.remove(sha256);
    },
    { timeout: TIMEOUT_MS },
  );
}

/** Removes checkpoints that a process left behind when it died between writing one and letting go of the one before. */
export async function sweepCheckpoints(ctx: Ctx): Promise<void> {
  const left = await ctx.db.$queryRaw<{ sha256: string }[]>`
    SELECT "sha256" FROM "Blob" b WHERE "mediaType" = ${MEDIA_TYPE}
    AND NOT EXISTS (SELECT 1 FROM "Training" t WHERE t."checkpointSha256" = b."sha256")`;
  for (const { sha256 } of left) await releaseCheckpoint(ctx, sha256);
}
