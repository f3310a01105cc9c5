import type { DescribedRecord } from "#lib/formats/dataset/dataset-record.ts";
import { type Dataset, readDataset } from "#lib/formats/dataset/read-dataset.ts";
import { memorySource } from "#lib/formats/sources/memory-source.ts";
import type { DatasetWriter, ExportSource, SizedRecord } from "#lib/formats/writers/define-writer.ts";
import { planExport } from "#lib/formats/writers/export-dataset.ts";
import type { ExportReport } from "#lib/formats/writers/export-report.ts";
import { writePng } from "#lib/imaging/write-png.ts";

/** Records as a source to export, each with a grey picture of its size that no other has. */
export function sourceOf(
  records: readonly DescribedRecord[],
  classes?: readonly string[],
  pictureOf?: (record: DescribedRecord) => Promise<Uint8Array>,
): ExportSource {
  const named = records.flatMap(({ className, regions }) => [
    className,
    ...regions.map((mark) => mark.class),
  ]);
  const used = named.filter((name) => name !== null && name !== undefined);
  return {
    classes: classes ?? [...new Set(used)],
    splits: [...new Set(records.map(({ split }) => split))],
    async *images(split) {
      for (const [i, record] of records.entries()) {
        if (record.size === null) throw new Error(`${record.file} has no size`);
        if (split !== undefined && record.split !== split) continue;
        const { width, height } = record.size;
        const grey = async () => writePng(new Uint8Array(width * height).fill(i), width, height, 1);
        const picture = () => pictureOf?.(record) ?? grey();
        yield { id: String(i), record: record as SizedRecord, picture };
      }
    },
  };
}

export interface MemoryExport {
  files: Map<string, Uint8Array>;
  report: ExportReport;
}

export async function exportInMemory(writer: DatasetWriter, source: ExportSource): Promise<MemoryExport> {
  const plan = await planExport(writer, source, { pictures: true });
  const files = new Map<string, Uint8Array>();
  for await (const { path, content } of plan.files()) {
    if (files.has(path)) throw new Error(`${path} is written twice`);
    files.set(path, await bytesOf(content));
  }
  return { files, report: plan.report };
}

async function bytesOf(
  content: string | Uint8Array | AsyncIterable<string | Uint8Array>,
): Promise<Uint8Array> {
  if (typeof content === "string") return new TextEncoder().encode(content);
  if (content instanceof Uint8Array) return content;
  const parts: Uint8Array[] = [];
  for await (const part of content)
    parts.push(typeof part === "string" ? new TextEncoder().encode(part) : part);
  return new Uint8Array(Buffer.concat(parts));
}

/** What an import of these files would read, by the layout of that name. */
export function readBack(files: ReadonlyMap<string, Uint8Array>, format: string): Promise<Dataset> {
  return readDataset(memorySource(files), { format });
}
