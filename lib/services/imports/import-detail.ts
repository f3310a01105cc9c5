import type { DatasetImport, Job } from "#lib/db/generated/client.ts";
import type { DatasetImportState } from "#lib/db/generated/enums.ts";
import type { ImportReport } from "../datasets/import-report.ts";
import { ImportSource } from "./import-source.ts";

export interface ImportSummary {
  id: string;
  /** Null for a data set that is not there yet. */
  datasetId: string | null;
  /** Of the data set. */
  name: string;
  source: ImportSource;
  state: DatasetImportState;
  byteSize: number;
  fileCount: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface ImportDetail extends ImportSummary {
  format: string | null;
  newClasses: boolean;
  /** Bytes that have come; only while they come. */
  received: number | null;
  /** Of the dry run. */
  findings: ImportReport | null;
  /** Of the import. */
  result: ImportReport | null;
  error: string | null;
  startedAt: Date | null;
  finishedAt: Date | null;
  work: ImportWork | null;
}

/** How far the job of an import is, in pictures. */
export interface ImportWork {
  state: Job["state"];
  done: number;
  total: number;
  message: string | null;
  /** Milliseconds since a worker took it up; null while it waits for one. */
  elapsedMs: number | null;
}

export function summaryOf(row: DatasetImport): ImportSummary {
  const { id, datasetId, name, source, state, byteSize, fileCount, createdAt, updatedAt } = row;
  return {
    id,
    datasetId,
    name,
    source: ImportSource.parse(source),
    state,
    byteSize: Number(byteSize),
    fileCount,
    createdAt,
    updatedAt,
  };
}

export function workOf(job: Job, now: Date): ImportWork {
  const { state, done, total, message, startedAt } = job;
  const elapsedMs = state === "running" && startedAt ? now.getTime() - startedAt.getTime() : null;
  return { state, done, total, message, elapsedMs };
}
