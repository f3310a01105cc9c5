import type { Prisma } from "#lib/db/generated/client.ts";
import { writeZip } from "#lib/formats/encodings/write-zip.ts";
import type { Ctx } from "../context.ts";
import { type ExportRun, runExport, zipFiles } from "./run-export.ts";
import { sweepExports } from "./sweep-exports.ts";

/** How long an archive is kept. */
export const KEPT_DAYS = 7;
/** Of one archive. */
const MAX_BYTES = 2 ** 42;

/**
 * Makes the archive of an export and stores it; expired ones are removed first. Doing it again gives the same archive; an
 * export that was removed meanwhile is left alone.
 */
export async function makeExport(ctx: Ctx, exportId: string, run: ExportRun): Promise<void> {
  await sweepExports(ctx);
  const row = await ctx.db.datasetExport.findUnique({ where: { id: exportId } });
  if (!row || row.sha256 !== null) return;
  const { taken, report } = await runExport(ctx, row, run, (files) =>
    ctx.storage.putStream(writeZip(zipFiles(files)), MAX_BYTES),
  );
  const now = ctx.clock();
  await ctx.db.datasetExport.updateMany({
    where: { id: exportId },
    data: {
      sha256: taken.sha256,
      byteSize: BigInt(taken.byteSize),
      report: report as unknown as Prisma.InputJsonObject,
      readyAt: now,
      expiresAt: new Date(now.getTime() + KEPT_DAYS * 86_400_000),
    },
  });
}
