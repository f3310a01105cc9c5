import type { DatasetImport } from "#lib/db/generated/client.ts";
import type { JobControl } from "#lib/jobs/define-handler.ts";
import { openTextFile } from "#lib/storage/upload-file.ts";
import { csvLine } from "#lib/study/csv.ts";
import type { Ctx } from "../context.ts";
import { importFolder } from "../datasets/import-folder.ts";
import type { ImportReport, OnProblem } from "../datasets/import-report.ts";
import { openImportSource } from "./import-source.ts";
import { problemsOf } from "./uploads-of.ts";

const COLUMNS = ["outcome", "reason", "file", "line", "message"];
/** Hexadecimal digits of an import's id that its images' ids end with. */
const MARK = 12;

/** Reads an import's files, writes all problems to its CSV, and unless it is a dry run brings the images in. */
export async function runImport(
  ctx: Ctx,
  row: DatasetImport,
  job: JobControl,
  { dryRun }: { dryRun: boolean },
): Promise<ImportReport> {
  const { id, datasetId, name, format, newClasses, startedAt } = row;
  const opened = await openImportSource(ctx, row, job.signal);
  const problems = await openTextFile(problemsOf(ctx, id));
  problems.write(csvLine(COLUMNS));
  const onProblem: OnProblem = (outcome, { reason, file, line, message }) =>
    problems.write(csvLine([outcome, reason, file, line, message]));
  let before = 0;
  try {
    return await importFolder(
      ctx,
      {
        ...(datasetId === null ? { name } : { datasetId }),
        source: opened.source,
        format: format ?? opened.format,
        dryRun,
        newClasses,
      },
      {
        onProblem,
        signal: job.signal,
        begun: startedAt ? { atMs: startedAt.getTime(), mark: id.slice(-MARK) } : undefined,
        async onProgress(done, total, { added }) {
          if (added > before) await job.gotFurther();
          before = added;
          await job.progress(done, total, dryRun ? "looking at pictures" : `${added} added`);
        },
      },
    );
  } finally {
    problems.close();
    await opened.close();
  }
}
