import type { StudyReport } from "#lib/study/report.ts";
import { leadWords } from "#lib/study/results/lead-words.ts";
import { primaryWords } from "#lib/study/results/primary-words.ts";
import { STATEMENTS } from "#lib/study/statement.ts";
import { PairTable } from "./pair-table.tsx";

/** Who leads in words, then the pairs of each statement, or why there are none. */
export function Differences({ report }: { report: StudyReport }) {
  const leads = STATEMENTS.map((statement) => leadWords(report, statement)).filter((words) => words !== null);
  const primary = primaryWords(report);
  return (
    <>
      <div className="grid max-w-prose gap-2">
        {primary ? <p className="font-medium">{primary}</p> : null}
        {leads.map((words) => (
          <p key={words}>{words}</p>
        ))}
        {report.comparisons ? null : (
          <p className="text-muted">
            This report was computed before methods were compared in pairs. It is being computed again and
            will appear here in a few seconds.
          </p>
        )}
      </div>
      {STATEMENTS.map((statement) => (
        <PairTable key={statement} report={report} statement={statement} />
      ))}
    </>
  );
}
