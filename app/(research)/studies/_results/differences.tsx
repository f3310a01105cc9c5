import type { StudyReport } from "#lib/study/report.ts";
import { STATEMENTS } from "#lib/study/statement.ts";
import { PairTable } from "./pair-table.tsx";

/** The pairs of each statement, or why there are none. */
export function Differences({ report }: { report: StudyReport }) {
  if (!report.comparisons)
    return (
      <p className="max-w-prose text-muted">
        This report was computed before methods were compared in pairs. It is being computed again and will
        appear here in a few seconds.
      </p>
    );
  if (report.comparisons.length === 0)
    return (
      <p className="max-w-prose text-muted">There is one method of each kind: nothing to compare it with.</p>
    );
  return STATEMENTS.map((statement) => <PairTable key={statement} report={report} statement={statement} />);
}
