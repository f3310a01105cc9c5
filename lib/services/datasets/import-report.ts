import type { DescribedRecord, Problem } from "#lib/formats/dataset/dataset-record.ts";
import { type Contents, countContents, openTally } from "./import-tally.ts";

/** What an import did, or in a dry run would do. */
export interface ImportReport {
  /** Null in a dry run for a data set that is not there yet. */
  datasetId: string | null;
  dryRun: boolean;
  /** Id of the layout it was read as. */
  format: string;
  /** What it looked like, the likeliest first; empty when the layout was given. */
  candidates: { format: string; confidence: number; reason: string }[];
  /** Pictures and lines found; each ends up added, unchanged or refused. */
  found: number;
  added: number;
  /** In the data set already, byte for byte. */
  unchanged: number;
  /** Of what is added or unchanged. */
  contents: Contents;
  /** Classes the data set did not have, in the order it gets them: the first thousand. */
  newClasses: string[];
  newClassCount: number;
  refusedCount: number;
  /** The first thousand. */
  refused: Problem[];
  /** Each reason with how often it refused something. */
  refusedReasons: Reason[];
  warningCount: number;
  /** The first thousand. */
  warnings: Problem[];
  warningReasons: Reason[];
}

export interface Reason {
  reason: string;
  count: number;
}

/** What comes of one thing that an import found. */
export type Outcome = "refused" | "warning";

/** Told every problem, also those that the report has no room for. */
export type OnProblem = (outcome: Outcome, problem: Problem) => void;

/** A report being written. */
export interface ReportWriter {
  /** Those without lists; the writer does the rest. */
  readonly report: Pick<
    ImportReport,
    "datasetId" | "format" | "candidates" | "found" | "added" | "unchanged"
  >;
  refuse(problem: Problem): void;
  warn(problem: Problem): void;
  /** A record that is taken, or would be. */
  take(record: DescribedRecord): void;
  addClasses(names: readonly string[]): void;
  /** The report as it is now. */
  read(): ImportReport;
}

/** Problems and classes a report lists; it counts all of them. */
const LISTED = 1000;

/** An empty report, which the import fills. */
export function openReport(dryRun: boolean, onProblem: OnProblem = () => {}): ReportWriter {
  const report = { datasetId: null, format: "", candidates: [], found: 0, added: 0, unchanged: 0 };
  const problems = { refused: openList(), warning: openList() };
  const newClasses: string[] = [];
  const tally = openTally();
  const add = (outcome: Outcome, problem: Problem) => {
    onProblem(outcome, problem);
    problems[outcome].add(problem);
  };
  return {
    report,
    refuse: (problem) => add("refused", problem),
    warn: (problem) => add("warning", problem),
    take: (record) => countContents(tally, record),
    addClasses: (names) => {
      newClasses.push(...names);
    },
    read: () => ({
      ...report,
      dryRun,
      contents: tally.read(LISTED),
      newClasses: newClasses.slice(0, LISTED),
      newClassCount: newClasses.length,
      refusedCount: problems.refused.count(),
      refused: problems.refused.listed,
      refusedReasons: problems.refused.reasons(),
      warningCount: problems.warning.count(),
      warnings: problems.warning.listed,
      warningReasons: problems.warning.reasons(),
    }),
  };
}

function openList() {
  const listed: Problem[] = [];
  const byReason = new Map<string, number>();
  let count = 0;
  return {
    listed,
    add(problem: Problem) {
      count++;
      byReason.set(problem.reason, (byReason.get(problem.reason) ?? 0) + 1);
      if (listed.length < LISTED) listed.push(problem);
    },
    count: () => count,
    reasons: (): Reason[] =>
      [...byReason].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count),
  };
}
