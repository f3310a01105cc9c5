import { Table, Th } from "#components/ui/table.tsx";
import type { StudyReport } from "#lib/study/report.ts";
import { driftWords } from "#lib/study/results/drift-words.ts";
import { EstimateCell } from "./estimate-cell.tsx";

const THIRDS = ["first third", "second third", "last third"];

/** Whether raters rate otherwise at the end than at the beginning. */
export function Drift({ report: { drift } }: { report: StudyReport }) {
  if (drift === null)
    return <p className="text-muted">Answers of this kind are no ratings on a scale, which could drift.</p>;
  if (drift === undefined)
    return <p className="text-muted">This is being computed and will appear here in a few seconds.</p>;
  return (
    <>
      <p className="mb-3 max-w-prose">{driftWords(drift.change)}</p>
      <Table caption="Mean answer by third of the sequence" className="max-w-lg">
        <thead>
          <tr>
            {THIRDS.map((third) => (
              <Th key={third} numeric>
                {third}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            {drift.thirds.map((estimate, i) => (
              <EstimateCell key={THIRDS[i]} estimate={estimate} decimals={2} />
            ))}
          </tr>
        </tbody>
      </Table>
    </>
  );
}
