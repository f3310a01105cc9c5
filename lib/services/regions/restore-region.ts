import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { audit, nameActor } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { requireSighted } from "../rounds/blinding.ts";
import { raiseRevision } from "./raise-revision.ts";
import { lockImage } from "./require-image.ts";
import { type StoredRegion, toStoredRegions } from "./stored-region.ts";

const RestoreRegion = z.object({ imageId: z.string(), regionKey: z.string(), revision: z.int().min(1) });

/**
 * Makes a region what it was at an earlier revision, by one more revision: what came in between stays in its history.
 * @throws AppError `not_found`, `forbidden` for whoever still draws the image independently
 */
export async function restoreRegion(ctx: Ctx, input: unknown): Promise<StoredRegion> {
  const { imageId, regionKey, revision } = RestoreRegion.parse(input);
  requireCan(ctx, "region:write");
  return ctx.db.$transaction(async (tx) => {
    const image = await lockImage(tx, ctx, imageId);
    await requireSighted(tx, ctx, imageId);
    const wanted = await tx.region.findFirst({ where: { imageId, regionKey, revision } });
    const latest = await tx.region.findFirst({
      where: { imageId, regionKey },
      orderBy: { revision: "desc" },
    });
    if (!wanted || !latest) throw new AppError("not_found", "This region has no such revision.");
    const row = await tx.region.create({
      data: {
        id: newId(),
        imageId,
        regionKey,
        revision: latest.revision + 1,
        classId: wanted.classId,
        kind: wanted.kind,
        geometry: wanted.geometry as object,
        attributes: wanted.attributes as object,
        createdBy: nameActor(ctx.actor),
        createdAt: ctx.clock(),
      },
    });
    await raiseRevision(tx, image);
    await audit(tx, ctx, "region.restore", `image:${imageId}`, { regionKey, revision });
    const [restored] = await toStoredRegions(tx, [row]);
    return restored;
  });
}
