import { requireCan } from "#lib/auth/can.ts";
import type { Db, Tx } from "#lib/db/client.ts";
import type { ReportPack } from "#lib/db/generated/client.ts";
import type { JobState } from "#lib/db/generated/enums.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../../context.ts";

export interface PackState {
  id: string;
  simulated: boolean;
  createdAt: Date;
  expiresAt: Date | null;
  byteSize: number | null;
  state: JobState;
  done: number;
  total: number;
  error: string | null;
}

/** The pack, if it is of this workspace. @throws AppError `not_found` */
export async function requirePack(db: Db | Tx, ctx: Ctx, packId: string): Promise<ReportPack> {
  const row = await db.reportPack.findFirst({ where: { id: packId, workspaceId: ctx.workspaceId } });
  if (row) return row;
  throw new AppError(
    "not_found",
    "There is no such report pack in this workspace: it may have been removed. Make it again.",
  );
}

/** The newest pack of a study about people and the newest about simulated raters, and how far each is. @throws AppError `not_found` */
export async function listPacks(ctx: Ctx, studyId: string): Promise<PackState[]> {
  requireCan(ctx, "report:export");
  const study = await ctx.db.study.findFirst({
    where: { id: studyId, workspaceId: ctx.workspaceId },
    select: { id: true },
  });
  if (!study) throw new AppError("not_found", "There is no such study in this workspace.");
  const newest = await Promise.all(
    [false, true].map((simulated) =>
      ctx.db.reportPack.findFirst({
        where: { studyId, simulated, OR: [{ expiresAt: null }, { expiresAt: { gt: ctx.clock() } }] },
        orderBy: { id: "desc" },
      }),
    ),
  );
  return Promise.all(newest.filter((row) => row !== null).map((row) => stateOf(ctx, row)));
}

async function stateOf(ctx: Ctx, row: ReportPack): Promise<PackState> {
  const job = await ctx.db.job.findUnique({ where: { id: row.jobId } });
  const { id, simulated, createdAt, expiresAt } = row;
  const isMade = row.sha256 !== null;
  // A job that ended after its pack was read is under way until the pack is read again.
  const underway = job?.state === "succeeded" ? "running" : (job?.state ?? "failed");
  const total = job?.total ?? 0;
  return {
    id,
    simulated,
    createdAt,
    expiresAt,
    byteSize: row.byteSize === null ? null : Number(row.byteSize),
    state: isMade ? "succeeded" : underway,
    done: isMade ? total : (job?.done ?? 0),
    total,
    error: job?.error ?? null,
  };
}
