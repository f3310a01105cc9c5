import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import type { DescribedRecord } from "#lib/formats/dataset/dataset-record.ts";
import { type Dataset, readDataset } from "#lib/formats/dataset/read-dataset.ts";
import type { FileSource } from "#lib/formats/sources/file-source.ts";
import type { ZipLimits } from "#lib/formats/sources/zip-source.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { DatasetName } from "./create-dataset.ts";
import { type ImportState, prepareBatch, storeBatch } from "./import-batch.ts";
import { type ImportReport, type OnProblem, openReport, type ReportWriter } from "./import-report.ts";
import { openTarget, type TargetName } from "./import-target.ts";
import { unknownClass } from "./resolve-classes.ts";

const ImportFolder = z.object({
  /** The data set by its id, or by a name: then it is made if it is not there. */
  datasetId: z.string().optional(),
  name: DatasetName.optional(),
  description: z.string().trim().max(5000).optional(),
  source: z.custom<FileSource>(
    (value) => typeof value === "object" && value !== null && "list" in value && "read" in value,
  ),
  /** Id of a layout; left out: what it looks like. */
  format: z.string().optional(),
  /** Look at everything, write nothing. */
  dryRun: z.boolean().default(false),
  /** Whether classes the data set does not have yet may be added; a new data set takes all of its source's. */
  newClasses: z.boolean().default(false),
});

export interface ImportOptions {
  /** @param done pictures looked at @param total pictures to look at @param report as it is by then */
  onProgress?: (done: number, total: number, report: Counts) => void | Promise<void>;
  /** Stops between batches: what is in stays in, and the same import goes on from there. */
  signal?: AbortSignal;
  /** Told every problem; the report lists the first thousand of each sort. */
  onProblem?: OnProblem;
  /**
   * For an import that may be broken off and go on: when it began, and twelve hexadecimal digits of its own. What it has
   * brought in before counts as added, and the images keep the order of the source.
   */
  begun?: { atMs: number; mark: string };
}

export type Counts = Pick<ImportReport, "added" | "unchanged">;

/** A data set may come in one archive; what an archive promises is still checked before anything of it is read. */
const ARCHIVE: Partial<ZipLimits> = { maxEntries: 500_000 };

/**
 * Brings a data set in any layout into the one of this id or name. Pictures are known by their content: importing again
 * adds nothing and repairs what a broken import left out. An image enters with all that is said of it or not at all; what
 * cannot enter is named in the report and stops nothing else.
 * @throws AppError `invalid` when the source holds no data set, `not_found`, `cancelled`
 */
export async function importFolder(
  ctx: Ctx,
  input: z.input<typeof ImportFolder>,
  { onProgress, signal, onProblem, begun }: ImportOptions = {},
): Promise<ImportReport> {
  const { source, format, dryRun, newClasses, ...rest } = ImportFolder.parse(input);
  requireCan(ctx, "dataset:write");
  const reading = await readDataset(source, { format, archive: ARCHIVE });
  const writer = openReport(dryRun, onProblem);
  const { report } = writer;
  noteReading(writer, reading);
  const target = await openTarget(ctx, { target: nameTarget(rest), dryRun, newClasses }, reading);
  report.datasetId = target.datasetId;
  writer.addClasses(target.newClasses);
  const records = withKnownClasses(writer, reading.records, target.classNames);

  const state: ImportState = {
    source: reading.source,
    target,
    seen: new Map(),
    writer,
    startMs: begun?.atMs ?? ctx.clock().getTime(),
    mark: begun?.mark,
  };
  let storing = Promise.resolve();
  for (let from = 0; from < records.length; ) {
    if (signal?.aborted) {
      await storing;
      throw new AppError("cancelled", "The import was stopped; import again to go on.", {
        report: writer.read(),
      });
    }
    // One batch is stored while the next is made.
    const [{ images, end }] = await Promise.all([prepareBatch(ctx, state, records, from), storing]);
    storing = storeBatch(ctx, state, images);
    storing.catch(() => {});
    from = end;
    await onProgress?.(end, records.length, report);
  }
  await storing;
  const result = writer.read();
  if (target.datasetId && !dryRun) await recordImport(ctx, target.datasetId, result);
  return result;
}

function nameTarget({ datasetId, name, description }: Partial<Record<string, string>>): TargetName {
  if (datasetId !== undefined) return { datasetId };
  if (name !== undefined) return { name, description };
  throw new AppError("invalid", "Say which data set the pictures go into.");
}

function noteReading(writer: ReportWriter, { format, candidates, records, refused, warnings }: Dataset) {
  const { report } = writer;
  report.format = format;
  report.candidates = candidates.map(({ format: each, confidence, reason }) => ({
    format: each.id,
    confidence,
    reason,
  }));
  report.found = records.length + refused.length;
  for (const problem of refused) writer.refuse(problem);
  for (const problem of warnings) writer.warn(problem);
  const maps = records.reduce((sum, { importanceMap }) => sum + (importanceMap === undefined ? 0 : 1), 0);
  if (maps > 0) {
    const message = `${maps} human importance maps have no place in a data set yet and are left out.`;
    writer.warn({ file: null, line: null, reason: "importance-maps-left-out", message });
  }
}

function withKnownClasses(
  writer: ReportWriter,
  records: readonly DescribedRecord[],
  classNames: readonly string[],
): DescribedRecord[] {
  const allowed = new Set(classNames);
  return records.filter((record) => {
    const problem = unknownClass(record, allowed);
    if (problem) writer.refuse(problem);
    return !problem;
  });
}

async function recordImport(ctx: Ctx, datasetId: string, report: ImportReport): Promise<void> {
  const { format, found, added, unchanged, refusedCount } = report;
  await ctx.db.$transaction((tx) =>
    audit(tx, ctx, "dataset.import", `dataset:${datasetId}`, {
      format,
      found,
      added,
      unchanged,
      refusedCount,
    }),
  );
}
