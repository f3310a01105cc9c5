import Link from "next/link";
import { formatInterval, formatNumber } from "#components/figures/format-number.ts";
import { methodTone } from "#components/figures/method-tone.ts";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { StudyResults } from "#lib/services/reports/list-study-results.ts";
import { leadersOf, tabulateStudies } from "#lib/study/across-studies.ts";
import { measureRange } from "#lib/study/measure-words.ts";
import type { ArmReport } from "#lib/study/report.ts";
import type { Statement } from "#lib/study/template.ts";
import { leadersWords } from "./leaders-words.ts";

interface StudiesTableProps {
  studies: readonly StudyResults[];
  statement: Statement;
  simulated: boolean;
}

/** Methods by studies: what each study found of each method, its own interval below, the highest of a study marked. */
export function StudiesTable({ studies, statement, simulated }: StudiesTableProps) {
  const asking = studies.filter(({ arms }) => arms.some((arm) => arm.statement === statement));
  const rows = tabulateStudies(asking, statement);
  if (rows.length === 0) return null;
  const leaders = leadersOf(rows, ({ explainerId }) => methodTone(explainerId) !== "control");
  const raters = simulated ? "raters=simulated" : "raters=people";
  return (
    <div className="mb-8">
      <p className="mb-3 max-w-prose">
        {leadersWords(leaders, statement, simulated ? "simulated raters" : "people")}
      </p>
      <Table caption={`Methods by studies, maps ${statement} a class`}>
        <thead>
          <tr>
            <Th pinned>{statement === "for" ? "Why" : "Why not"}</Th>
            {asking.map(({ id, name, version, measure, raters: count }) => (
              <Th key={id} numeric className="min-w-32">
                <Link href={`/studies/${id}/results?${raters}`} className="text-ink underline">
                  {name}
                </Link>
                <span className="block text-xs">
                  {version.datasetName}, version {version.number}
                </span>
                <span className="block text-xs">{measureRange(measure)}</span>
                <span className="block text-xs">
                  {count} {simulated ? "simulated" : ""} raters
                </span>
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, cells }) => (
            <tr key={label}>
              <Th scope="row" pinned className="min-w-32 align-top">
                {label}
              </Th>
              {cells.map((arm, at) => (
                <Cell key={asking[at].id} arm={arm} leads={leaders[at] === label} />
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function Cell({ arm, leads }: { arm: ArmReport | undefined; leads: boolean }) {
  if (!arm || "undefined" in arm.score)
    return (
      <Td numeric className="align-top text-muted">
        <span aria-hidden="true">–</span>
        <span className="sr-only">{arm ? "undefined" : "not asked"}</span>
      </Td>
    );
  const { value, low, high } = arm.score;
  return (
    <Td numeric className="align-top">
      <span className={leads ? "font-semibold" : undefined}>
        {formatNumber(value, 2)}
        {leads ? <span className="sr-only">, highest of its study</span> : null}
      </span>
      <span className="block text-xs text-muted">{formatInterval(low, high, 2)}</span>
    </Td>
  );
}
