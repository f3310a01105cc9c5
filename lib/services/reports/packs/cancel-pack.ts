import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../../audit.ts";
import type { Ctx } from "../../context.ts";
import { requirePack } from "./pack-states.ts";

const CancelPack = z.object({ packId: z.string() });

/** Stops a pack that is being made, within seconds; nothing of it stays. @throws AppError `not_found`, `conflict` for one that is over */
export async function cancelPack(ctx: Ctx, input: unknown): Promise<void> {
  const { packId } = CancelPack.parse(input);
  requireCan(ctx, "report:export");
  await ctx.db.$transaction(async (tx) => {
    const { jobId, studyId, sha256 } = await requirePack(tx, ctx, packId);
    const waiting = await tx.job.updateMany({
      where: { id: jobId, state: "queued" },
      data: { state: "cancelled", cancelRequested: true, finishedAt: ctx.clock() },
    });
    const running = await tx.job.updateMany({
      where: { id: jobId, state: "running" },
      data: { cancelRequested: true },
    });
    if (sha256 !== null || waiting.count + running.count === 0) {
      throw new AppError("conflict", "This report pack is over already: there is nothing to cancel.");
    }
    await tx.reportPack.delete({ where: { id: packId } });
    await audit(tx, ctx, "study.report-pack-cancel", `study:${studyId}`, { packId });
  });
}
