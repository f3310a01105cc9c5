import { Moment } from "#components/ui/moment.tsx";
import type { StudyReport } from "#lib/study/report.ts";
import { lockWords } from "#lib/study/results/primary-words.ts";
import { sensitivityWords } from "#lib/study/results/sensitivity-words.ts";
import { EverybodyTable } from "./everybody-table.tsx";
import { FlowFigure } from "./flow-figure.tsx";
import { RuleTable } from "./rule-table.tsx";

/** Who is analysed, who was left out and by which rule, and whether it matters. */
export function RaterFlow({ report }: { report: StudyReport }) {
  const { flow, lock } = report;
  if (!flow)
    return (
      <p className="text-muted">
        This report was computed before raters were followed. It is being computed again and will appear here
        in a few seconds.
      </p>
    );
  const words = sensitivityWords(report);
  return (
    <div className="grid items-start gap-x-10 gap-y-6 lg:grid-cols-2">
      <FlowFigure report={report} flow={flow} />
      <div className="grid min-w-0 gap-6">
        {report.simulated ? null : (
          <p className="max-w-prose">
            {lockWords(report)}
            {lock ? (
              <>
                {" "}
                Locked <Moment at={new Date(lock.lockedAt)} />, SHA-256{" "}
                <code className="font-mono text-xs break-all">{lock.hash.slice(0, 16)}…</code>
              </>
            ) : null}
          </p>
        )}
        <RuleTable flow={flow} />
        {words.length > 0 ? (
          <div className="grid min-w-0 gap-2">
            <h3 className="font-semibold">Does leaving them out matter?</h3>
            {words.map((one) => (
              <p key={one} className="max-w-prose">
                {one}
              </p>
            ))}
            <EverybodyTable report={report} />
          </div>
        ) : (
          <p className="max-w-prose">Nobody is left out, so these results are those of everybody.</p>
        )}
      </div>
    </div>
  );
}
