import { resolve } from "node:path";
import { SingleBar } from "cli-progress";
import { AppError } from "#lib/errors.ts";
import { describeReport } from "#lib/formats/writers/export-report.ts";
import { requireWriter, runExport } from "#lib/services/exports/run-export.ts";
import { withCliContext } from "../open-cli-context.ts";
import { writeArchive, writeFolder } from "../write-files.ts";

export interface ExportCommand {
  format: string;
  out: string;
  workspace?: string;
  version?: number;
  split?: string;
  class?: string;
  pictures: boolean;
  json?: boolean;
}

/** Writes a data set to a folder, or to an archive where the name ends in .zip; needs no worker. */
export async function runExportCommand(name: string, options: ExportCommand): Promise<void> {
  const writer = requireWriter(options.format);
  const out = resolve(options.out);
  const bar = new SingleBar({ format: "{bar} {percentage} %, {eta_formatted} left", noTTYOutput: false });
  await withCliContext(options.workspace, async (ctx) => {
    const dataset = await ctx.db.dataset.findFirst({
      where: { workspaceId: ctx.workspaceId, name },
      select: { id: true, versions: { where: { number: options.version ?? 0 }, select: { id: true } } },
    });
    if (!dataset) throw new AppError("not_found", `There is no data set "${name}" in this workspace.`);
    if (options.version !== undefined && dataset.versions.length === 0) {
      throw new AppError("not_found", `The data set "${name}" has no version ${options.version}.`);
    }
    const request = {
      datasetId: dataset.id,
      versionId: dataset.versions[0]?.id ?? null,
      split: options.split ?? null,
      className: options.class ?? null,
      format: options.format,
      pictures: options.pictures,
    };
    bar.start(1, 0);
    const onProgress = (done: number, total: number) => {
      bar.setTotal(total);
      bar.update(done);
    };
    const { report } = await runExport(ctx, request, { onProgress }, (files) =>
      out.endsWith(".zip") ? writeArchive(out, files) : writeFolder(out, files),
    ).finally(() => bar.stop());
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : describeReport(report, writer));
  });
}
