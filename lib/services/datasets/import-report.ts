import type { Problem } from "#lib/formats/dataset/dataset-record.ts";

/** What an import did, or in a dry run would do. */
export interface ImportReport {
  /** Null in a dry run for a data set that is not there yet. */
  datasetId: string | null;
  dryRun: boolean;
  /** Pictures and lines found; each ends up added, unchanged or refused. */
  found: number;
  added: number;
  /** In the data set already, byte for byte. */
  unchanged: number;
  refusedCount: number;
  /** The first thousand. */
  refused: Problem[];
  warningCount: number;
  /** The first thousand. */
  warnings: Problem[];
}

const LISTED = 1000;

/** An empty report, which the import fills. */
export function openReport(dryRun: boolean): ImportReport {
  return {
    datasetId: null,
    dryRun,
    found: 0,
    added: 0,
    unchanged: 0,
    refusedCount: 0,
    refused: [],
    warningCount: 0,
    warnings: [],
  };
}

export function addRefusal(report: ImportReport, problem: Problem): void {
  report.refusedCount++;
  if (report.refused.length < LISTED) report.refused.push(problem);
}

export function addWarning(report: ImportReport, problem: Problem): void {
  report.warningCount++;
  if (report.warnings.length < LISTED) report.warnings.push(problem);
}
