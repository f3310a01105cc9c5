import { Table, Th } from "#components/ui/table.tsx";
import { measureTitle } from "#lib/study/measure-words.ts";
import type { StudyReport } from "#lib/study/report.ts";
import { withEverybody } from "#lib/study/results/sensitivity-words.ts";
import { EstimateCell } from "./estimate-cell.tsx";

/** Each method's mean score with and without the raters whom the rules leave out. */
export function EverybodyTable({ report }: { report: StudyReport }) {
  const everybody = withEverybody(report);
  if (!everybody) return null;
  return (
    <Table caption={`${measureTitle(report.measure)} of each method, with and without exclusions`}>
      <thead>
        <tr>
          <Th pinned>Method</Th>
          <Th numeric>analysed</Th>
          <Th numeric>everybody</Th>
        </tr>
      </thead>
      <tbody>
        {report.arms.map(({ armId, label, score }) => (
          <tr key={armId}>
            <Th scope="row" pinned className="min-w-32 align-top">
              {label}
            </Th>
            <EstimateCell estimate={score} decimals={2} />
            <EstimateCell estimate={everybody.arms.find((arm) => arm.armId === armId)?.score} decimals={2} />
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
