import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../../context.ts";
import type { OpenedExport } from "../../exports/open-export.ts";
import { requirePack } from "./pack-states.ts";

/** The archive of a pack, to be read from anywhere in it. @throws AppError `not_found`, also once its time is over, `conflict` until it is made */
export async function openPack(ctx: Ctx, packId: string): Promise<OpenedExport> {
  requireCan(ctx, "report:export");
  const { sha256, byteSize, expiresAt, studyId, simulated } = await requirePack(ctx.db, ctx, packId);
  if (sha256 === null || byteSize === null) {
    throw new AppError("conflict", "This report pack is not made yet: wait for it, or ask for it again.");
  }
  if (expiresAt !== null && expiresAt <= ctx.clock()) {
    throw new AppError("not_found", "This report pack's time is over and it was removed: make it again.");
  }
  const { key } = await ctx.db.study.findUniqueOrThrow({ where: { id: studyId }, select: { key: true } });
  return {
    fileName: `report-pack-${key}-${simulated ? "SIMULATED" : "people"}.zip`,
    sha256,
    byteSize: Number(byteSize),
    stream: (start, end) => ctx.storage.streamRange(sha256, start, end),
  };
}
