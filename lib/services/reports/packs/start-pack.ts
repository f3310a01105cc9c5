import { requireCan } from "#lib/auth/can.ts";
import type { ReportPack } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { reportPack } from "#lib/jobs/definitions/report-pack.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { nameActor } from "../../audit.ts";
import type { Ctx } from "../../context.ts";
import { noteExport, PackWish } from "./note-export.ts";

/**
 * Asks for a study's report pack about people or about simulated raters; a worker makes it. That it was asked for is an event of the study.
 * @throws AppError `not_found`, `conflict` while one is being made
 */
export async function startPack(ctx: Ctx, input: unknown): Promise<ReportPack> {
  const wish = PackWish.parse(input);
  requireCan(ctx, "report:export");
  const { studyId } = wish;
  const simulated = wish.raters === "simulated";
  return ctx.db.$transaction(async (tx) => {
    // Whoever asks at the same moment waits here for the first.
    await tx.$queryRaw`SELECT 1 FROM "Study" WHERE "id" = ${studyId} AND "workspaceId" = ${ctx.workspaceId} FOR UPDATE`;
    const open = await tx.reportPack.findMany({
      where: { studyId, simulated, sha256: null, workspaceId: ctx.workspaceId },
      select: { jobId: true },
    });
    const going = await tx.job.count({
      where: { id: { in: open.map(({ jobId }) => jobId) }, state: { in: ["queued", "running"] } },
    });
    if (going > 0) throw new AppError("conflict", "This report pack is being made already: wait for it.");
    const id = newId(ctx.clock().getTime());
    const jobId = await enqueue(tx, reportPack, { packId: id }, { workspaceId: ctx.workspaceId });
    const row = await tx.reportPack.create({
      data: {
        id,
        workspaceId: ctx.workspaceId,
        studyId,
        simulated,
        jobId,
        createdBy: nameActor(ctx.actor),
        createdAt: ctx.clock(),
      },
    });
    await noteExport(tx, ctx, wish);
    return row;
  });
}
