import { AppError } from "#lib/errors.ts";
import type { ZipFile } from "#lib/formats/encodings/write-zip.ts";
import type { DatasetWriter, ExportFile } from "#lib/formats/writers/define-writer.ts";
import { passesOf, planExport } from "#lib/formats/writers/export-dataset.ts";
import type { ExportReport } from "#lib/formats/writers/export-report.ts";
import { WRITERS } from "#lib/formats/writers/registry.ts";
import type { Ctx } from "../context.ts";
import { type ExportScope, readExportSource } from "./read-export-source.ts";

export interface ExportRequest extends ExportScope {
  format: string;
  pictures: boolean;
}

export interface ExportRun {
  /** Pictures dealt with, of all passes over the data, and how many there will be. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/** @throws AppError `not_found` with the formats there are */
export function requireWriter(id: string): DatasetWriter {
  const writer = WRITERS.find((each) => each.id === id);
  if (writer) return writer;
  const known = WRITERS.map((each) => each.id).join(", ");
  throw new AppError("not_found", `There is no format "${id}" to export in: give one of ${known}.`);
}

/** Of a large data set with pictures on a slow disk. */
const MOST_MS = 12 * 60 * 60 * 1000;

/**
 * Reads what is to be exported as it is at one moment and hands its files to `take`, as they come to be. Whoever edits
 * meanwhile is not held up and not seen.
 */
export function runExport<Taken>(
  ctx: Ctx,
  { format, pictures, ...scope }: ExportRequest,
  { onProgress, signal }: ExportRun,
  take: (files: AsyncIterable<ExportFile>) => Promise<Taken>,
): Promise<{ taken: Taken; report: ExportReport }> {
  const writer = requireWriter(format);
  return ctx.db.$transaction(
    async (tx) => {
      const source = await readExportSource(tx, ctx.storage, scope);
      const total = passesOf(writer, { pictures }) * (await countImages(tx, scope));
      let done = 0;
      const onImage = () => {
        signal?.throwIfAborted();
        done++;
        onProgress?.(done, Math.max(total, done));
      };
      const plan = await planExport(writer, source, { pictures, onImage });
      return { taken: await take(plan.files()), report: plan.report };
    },
    { isolationLevel: "RepeatableRead", timeout: MOST_MS, maxWait: 30_000 },
  );
}

/** Images of a whole data set or version: an upper bound where the scope is narrower. */
async function countImages(
  tx: Parameters<typeof readExportSource>[0],
  { datasetId, versionId }: ExportScope,
) {
  const found =
    versionId === null
      ? await tx.dataset.findUnique({ where: { id: datasetId }, select: { imageCount: true } })
      : await tx.datasetVersion.findUnique({ where: { id: versionId }, select: { imageCount: true } });
  return found?.imageCount ?? 0;
}

/** Files of an export as those of an archive. */
export async function* zipFiles(files: AsyncIterable<ExportFile>): AsyncGenerator<ZipFile> {
  for await (const { path, content } of files) {
    if (content instanceof Uint8Array) yield { path, bytes: content };
    else if (typeof content === "string") yield { path, bytes: new TextEncoder().encode(content) };
    else yield { path, chunks: content };
  }
}
