import { createWriteStream } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { SingleBar } from "cli-progress";
import { AppError } from "#lib/errors.ts";
import { writeZip } from "#lib/formats/encodings/write-zip.ts";
import type { ExportFile } from "#lib/formats/writers/define-writer.ts";
import { describeReport } from "#lib/formats/writers/export-report.ts";
import { requireWriter, runExport, zipFiles } from "#lib/services/exports/run-export.ts";
import { withCliContext } from "../open-cli-context.ts";

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

/** There in full or not at all. */
async function writeArchive(file: string, files: AsyncIterable<ExportFile>): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const part = `${file}.${process.pid}.part`;
  try {
    await pipeline(Readable.from(writeZip(zipFiles(files))), createWriteStream(part));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** A new or empty folder: nothing that is there is overwritten. */
async function writeFolder(folder: string, files: AsyncIterable<ExportFile>): Promise<void> {
  const made = await mkdir(folder, { recursive: true });
  if (made === undefined && (await stat(folder)).isDirectory() && (await readdir(folder)).length > 0) {
    throw new AppError("conflict", `${folder} is not empty: give a new folder, or a name that ends in .zip.`);
  }
  for await (const { path, content } of files) {
    const file = join(folder, path);
    if (!file.startsWith(folder + sep)) throw new Error(`${path} leaves the folder`);
    await mkdir(dirname(file), { recursive: true });
    const chunks = typeof content === "string" || content instanceof Uint8Array ? [content] : content;
    await pipeline(Readable.from(chunks), createWriteStream(file, { flags: "wx" }));
  }
}
