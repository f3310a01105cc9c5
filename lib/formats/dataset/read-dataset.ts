import { AppError } from "#lib/errors.ts";
import { type FileSource, tooManyBytes } from "../sources/file-source.ts";
import { openSoleArchive } from "../sources/sole-archive.ts";
import type { ZipLimits } from "../sources/zip-source.ts";
import { openDatasetFolder } from "./dataset-folder.ts";
import type { DescribedReading, DescribedRecord, Problem } from "./dataset-record.ts";
import type { LayoutReading, ReadOptions } from "./define-format.ts";
import { type Candidate, detectFormat } from "./detect-format.ts";
import { fitAnnotations } from "./fit-annotations.ts";
import { FORMATS } from "./registry.ts";
import { showDirections, withoutTurns } from "./show-directions.ts";

export interface Dataset extends DescribedReading {
  /** Id of the layout it was read as. */
  format: string;
  /** What the folder looked like, the likeliest first; empty when the layout was given. */
  candidates: Candidate[];
  /** Reads the records' files, also those inside containers. */
  source: FileSource;
}

export interface DatasetOptions extends ReadOptions {
  /** Id of a layout; left out: the likeliest. */
  format?: string;
  /** How much an archive may hold. */
  archive?: Partial<ZipLimits>;
}

/**
 * Reads what a data set says about its pictures, in whatever layout it is. No picture is opened unless the layout needs
 * its size; marks are brought inside the picture where its size is described. Links are refused, never followed. A source
 * that is nothing but a ZIP archive stands for what is in it.
 * @throws AppError `invalid` when nothing is recognised or nothing can be read, `not_found` for an unknown layout
 */
export async function readDataset(source: FileSource, options: DatasetOptions = {}): Promise<Dataset> {
  const folder = await openDatasetFolder(source);
  const archive = await openSoleArchive(folder, options.archive);
  if (archive) return readDataset(archive, options);
  const given = options.format === undefined ? null : formatOf(options.format);
  const candidates = given ? [] : await detectFormat(folder);
  const format = given ?? candidates[0]?.format;
  if (!format) {
    const names = FORMATS.map(({ id }) => id).join(", ");
    throw new AppError(
      "invalid",
      `No data set was recognised in this folder. Layouts that are read: ${names}.`,
      {
        reason: "unknown-format",
      },
    );
  }
  const reading = await format.read(folder, options);
  if (reading.records.length === 0 && reading.refused.length === 0) {
    throw new AppError("invalid", `There are no pictures here, read as ${format.name}.`, {
      reason: "no-pictures",
    });
  }
  const shown = showDirections(reading.records);
  const { records, problems, refusals } = fitRecords(shown.records);
  return {
    format: format.id,
    candidates,
    source: reading.contained ? withContained(source, reading.contained) : source,
    records,
    refused: [...folder.links, ...reading.refused, ...refusals],
    warnings: [...(source.notes ?? []), ...reading.warnings, ...shown.notes, ...problems],
    classes: reading.classes?.map((each) => ({ ...each, name: withoutTurns(each.name) })),
  };
}

function formatOf(id: string) {
  const format = FORMATS.find((each) => each.id === id);
  if (format) return format;
  const names = FORMATS.map((each) => each.id).join(", ");
  throw new AppError("not_found", `There is no layout "${id}": give one of ${names}.`, {
    reason: "unknown-format",
  });
}

function fitRecords(records: readonly DescribedRecord[]) {
  const problems: Problem[] = [];
  const refusals: Problem[] = [];
  const fitted = records.flatMap((given) => {
    const { record, problems: found, refusal } = fitAnnotations(given);
    problems.push(...found);
    if (refusal === null) return [record];
    refusals.push(refusal);
    return [];
  });
  return { records: fitted, problems, refusals };
}

/** A source in which the pictures inside containers are files of their own. */
function withContained(source: FileSource, contained: NonNullable<LayoutReading["contained"]>): FileSource {
  return {
    list: () => source.list(),
    async read(path, maxBytes) {
      const load = contained(path);
      if (!load) return source.read(path, maxBytes);
      const bytes = await load();
      if (bytes.byteLength > maxBytes) throw tooManyBytes(maxBytes);
      return bytes;
    },
    async slice(path, start, end) {
      const load = contained(path);
      if (load) return (await load()).subarray(start, end);
      return source.slice
        ? source.slice(path, start, end)
        : (await source.read(path, 1e9)).subarray(start, end);
    },
  };
}
