import { formatInterval, formatNumber } from "#components/figures/format-number.ts";
import { undefinedWords } from "#components/figures/undefined-words.ts";
import { Table, Th } from "#components/ui/table.tsx";
import type { StudyReport } from "#lib/study/report.ts";
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
      <p className="mb-3 max-w-prose">{changeWords(drift.change)}</p>
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

function changeWords(change: NonNullable<StudyReport["drift"]>["change"]): string {
  if ("undefined" in change) return `Drift is undefined: ${undefinedWords(change.undefined)}.`;
  const { value, low, high, n } = change;
  const numbers = `${formatNumber(value, 2)} ${formatInterval(low, high, 2).replaceAll(" ", "\u00a0")} scale points from the first picture to the last, over ${n} raters`;
  if (low <= 0 && high >= 0)
    return `No drift is seen: ratings change by ${numbers}; the interval holds 0. Each rater has an order of their own, so that drift would not favour a method.`;
  return `Ratings ${value > 0 ? "rise" : "fall"} along the sequence: by ${numbers}. Each rater has an order of their own, so that it favours no method; it adds noise.`;
}
