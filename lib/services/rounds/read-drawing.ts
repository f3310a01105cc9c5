import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Tx } from "#lib/db/client.ts";
import type { Ctx } from "../context.ts";
import type { ImageRegions } from "../regions/list-regions.ts";
import type { StoredRegion } from "../regions/stored-region.ts";
import { type DrawnMark, presentMarks, revisionOf } from "./drawn-mark.ts";
import { requireDrawing } from "./require-drawing.ts";

const ReadDrawing = z.object({ drawingId: z.string() });

/** The regions of one's own independent drawing. @throws AppError `not_found` for anybody else's */
export async function readDrawing(ctx: Ctx, input: unknown): Promise<ImageRegions> {
  const { drawingId } = ReadDrawing.parse(input);
  requireCan(ctx, "region:write");
  const { revision, regions, userId } = await requireDrawing(ctx.db, ctx, drawingId);
  return { regionRevision: revision, regions: await toStored(ctx.db, userId, presentMarks(regions)) };
}

/** Marks as the region editor takes them. */
export async function toStored(
  db: Pick<Tx, "user">,
  userId: string,
  marks: readonly DrawnMark[],
): Promise<StoredRegion[]> {
  const user = await db.user.findUnique({ where: { id: userId }, select: { name: true } });
  return marks.map((mark) => ({
    regionKey: mark.regionKey,
    revision: revisionOf(mark),
    classId: mark.classId,
    mark: mark.mark,
    by: user?.name ?? "",
    at: new Date(mark.at),
    removed: mark.removed,
  }));
}
