import type { Tx } from "#lib/db/client.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { writeZip } from "#lib/formats/encodings/write-zip.ts";
import type { Ctx } from "../../context.ts";
import { KEPT_DAYS } from "../../exports/make-export.ts";
import { zipFiles } from "../../exports/run-export.ts";
import { releaseArchives } from "../../exports/sweep-exports.ts";
import { FILES_LOCK } from "../../files/keep-files.ts";
import { type PackRun, writePack } from "./write-pack.ts";

/** Of one archive. */
const MAX_BYTES = 2 ** 38;

/**
 * Makes the archive of a report pack and stores it; expired ones are removed first. Doing it again gives the same archive; of a pack that
 * was removed meanwhile nothing stays. For a job: whoever asked for it was allowed to.
 */
export async function makePack(ctx: Ctx, packId: string, run: PackRun): Promise<void> {
  const expired = { workspaceId: ctx.workspaceId, expiresAt: { lt: ctx.clock() } };
  await ctx.db.$transaction((tx) => removePacks(tx, ctx, expired));
  const row = await ctx.db.reportPack.findUnique({ where: { id: packId } });
  if (!row || row.sha256 !== null) return;
  const request = { studyId: row.studyId, raters: row.simulated ? "simulated" : "people" } as const;
  const { taken } = await writePack(ctx, request, run, (files) =>
    ctx.storage.putStream(writeZip(zipFiles(files)), MAX_BYTES),
  );
  await ctx.db.$transaction((tx) => nameArchive(tx, ctx, packId, taken));
}

/** The archive may be one that was just being removed: it is looked for once more where no sweep can come in between. */
async function nameArchive(
  tx: Tx,
  ctx: Ctx,
  packId: string,
  { sha256, byteSize }: { sha256: string; byteSize: number },
): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(${FILES_LOCK}::bigint)`;
  if (!(await ctx.storage.has(sha256))) {
    throw new AppError("unavailable", "The archive was removed while it was made: it is made again.");
  }
  const now = ctx.clock();
  const { count } = await tx.reportPack.updateMany({
    where: { id: packId },
    data: {
      sha256,
      byteSize: BigInt(byteSize),
      readyAt: now,
      expiresAt: new Date(now.getTime() + KEPT_DAYS * 86_400_000),
    },
  });
  if (count === 0) await releaseArchives(tx, ctx, [sha256]);
}

/** Removes packs, and has their archives removed. */
async function removePacks(tx: Tx, ctx: Ctx, where: Prisma.ReportPackWhereInput): Promise<void> {
  const rows = await tx.reportPack.findMany({ where, select: { id: true } });
  const removed = await tx.$queryRaw<{ sha256: string | null }[]>`
    DELETE FROM "ReportPack" WHERE "id" = ANY(${rows.map(({ id }) => id)}) RETURNING "sha256"`;
  await releaseArchives(
    tx,
    ctx,
    removed.flatMap(({ sha256 }) => (sha256 === null ? [] : [sha256])),
  );
}
