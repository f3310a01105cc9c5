import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import type { FileSource } from "#lib/formats/sources/file-source.ts";
import { readFolderDataset } from "#lib/formats/sources/folder-dataset.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { DatasetName } from "./create-dataset.ts";
import { importBatch } from "./import-batch.ts";
import { addRefusal, addWarning, type ImportReport, openReport } from "./import-report.ts";
import { openTarget } from "./import-target.ts";
import { unknownClass } from "./resolve-classes.ts";

const ImportFolder = z.object({
  name: DatasetName,
  description: z.string().trim().max(5000).optional(),
  source: z.custom<FileSource>(
    (value) => typeof value === "object" && value !== null && "list" in value && "read" in value,
  ),
  /** Look at everything, write nothing. */
  dryRun: z.boolean().default(false),
  /** Whether classes the data set does not have yet may be added; a new data set takes all of its source's. */
  newClasses: z.boolean().default(false),
});

export interface ImportOptions {
  /** @param done pictures looked at @param total pictures to look at */
  onProgress?: (done: number, total: number) => void | Promise<void>;
  /** Stops between batches: what is in stays in, and the same import goes on from there. */
  signal?: AbortSignal;
}

/** Images in one transaction: large enough to keep both database and processors busy. */
const BATCH = 48;

/**
 * Brings a folder of pictures into the data set of this name, which is made if it is not there. Pictures are known by
 * their content: importing again adds nothing and repairs what a broken import left out. An image enters with its
 * regions or not at all; what cannot enter is named in the report and stops nothing else.
 * @throws AppError `invalid` when the folder holds no data set, `cancelled`
 */
export async function importFolder(
  ctx: Ctx,
  input: z.input<typeof ImportFolder>,
  { onProgress, signal }: ImportOptions = {},
): Promise<ImportReport> {
  const { name, description, source, dryRun, newClasses } = ImportFolder.parse(input);
  requireCan(ctx, "dataset:write");
  const reading = await readFolderDataset(source);
  const report = openReport(dryRun);
  report.found = reading.records.length + reading.refused.length;
  for (const problem of reading.refused) addRefusal(report, problem);
  for (const problem of reading.warnings) addWarning(report, problem);

  const target = await openTarget(ctx, { name, description, dryRun, newClasses }, reading.records);
  report.datasetId = target.datasetId;
  const allowed = new Set(target.classNames);
  const records = reading.records.filter((record) => {
    const problem = unknownClass(record, allowed);
    if (problem) addRefusal(report, problem);
    return !problem;
  });

  const startMs = ctx.clock().getTime();
  const seen = new Map<string, string>();
  for (let from = 0; from < records.length; from += BATCH) {
    if (signal?.aborted)
      throw new AppError("cancelled", "The import was stopped; import again to go on.", { report });
    await importBatch(
      ctx,
      { source, target, seen, report, startMs },
      records.slice(from, from + BATCH),
      from,
    );
    await onProgress?.(Math.min(from + BATCH, records.length), records.length);
  }
  if (target.datasetId && !dryRun) await recordImport(ctx, target.datasetId, report);
  return report;
}

async function recordImport(ctx: Ctx, datasetId: string, report: ImportReport): Promise<void> {
  const { found, added, unchanged, refusedCount } = report;
  await ctx.db.$transaction((tx) =>
    audit(tx, ctx, "dataset.import", `dataset:${datasetId}`, { found, added, unchanged, refusedCount }),
  );
}
