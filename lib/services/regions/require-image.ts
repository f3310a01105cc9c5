import type { Tx } from "#lib/db/client.ts";
import type { Image } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

/** @throws AppError `not_found` for an image of another workspace as for none */
export async function requireImage(tx: Tx, ctx: Ctx, imageId: string): Promise<Image> {
  const image = await tx.image.findFirst({
    where: { id: imageId, dataset: { workspaceId: ctx.workspaceId } },
  });
  if (!image) throw new AppError("not_found", "There is no such image in this workspace.");
  return image;
}

/** The same, held until the transaction ends: whoever else changes its regions waits. */
export async function lockImage(tx: Tx, ctx: Ctx, imageId: string): Promise<Image> {
  await tx.$queryRaw`
    SELECT 1 FROM "Image" i JOIN "Dataset" d ON d."id" = i."datasetId"
    WHERE i."id" = ${imageId} AND d."workspaceId" = ${ctx.workspaceId} FOR UPDATE OF i`;
  return requireImage(tx, ctx, imageId);
}
