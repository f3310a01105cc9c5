import type { Tx } from "#lib/db/client.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { writeZip } from "#lib/formats/encodings/write-zip.ts";
import type { ExportReport } from "#lib/formats/writers/export-report.ts";
import type { Ctx } from "../context.ts";
import { FILES_LOCK } from "../files/keep-files.ts";
import { type ExportRun, runExport, zipFiles } from "./run-export.ts";
import { releaseArchives, sweepExports } from "./sweep-exports.ts";

/** How long an archive is kept. */
export const KEPT_DAYS = 7;
/** Of one archive. */
const MAX_BYTES = 2 ** 42;

/**
 * Makes the archive of an export and stores it; expired ones are removed first. Doing it again gives the same archive; an
 * of an export that was removed meanwhile nothing stays.
 */
export async function makeExport(ctx: Ctx, exportId: string, run: ExportRun): Promise<void> {
  await sweepExports(ctx);
  const row = await ctx.db.datasetExport.findUnique({ where: { id: exportId } });
  if (!row || row.sha256 !== null) return;
  const { taken, report } = await runExport(ctx, row, run, (files) =>
    ctx.storage.putStream(writeZip(zipFiles(files)), MAX_BYTES),
  );
  await ctx.db.$transaction((tx) => nameArchive(tx, ctx, exportId, taken, report));
}

/** The archive may be one that was just being removed: it is looked for once more where no sweep can come in between. */
async function nameArchive(
  tx: Tx,
  ctx: Ctx,
  exportId: string,
  { sha256, byteSize }: { sha256: string; byteSize: number },
  report: ExportReport,
): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(${FILES_LOCK}::bigint)`;
  if (!(await ctx.storage.has(sha256))) {
    throw new AppError("unavailable", "The archive was removed while it was made: it is made again.");
  }
  const now = ctx.clock();
  const { count } = await tx.datasetExport.updateMany({
    where: { id: exportId },
    data: {
      sha256,
      byteSize: BigInt(byteSize),
      report: report as unknown as Prisma.InputJsonObject,
      readyAt: now,
      expiresAt: new Date(now.getTime() + KEPT_DAYS * 86_400_000),
    },
  });
  if (count === 0) await releaseArchives(tx, ctx, [sha256]);
}
