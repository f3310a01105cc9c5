import { Table, Th } from "#components/ui/table.tsx";
import type { StudyReport } from "#lib/study/report.ts";
import { UTILITY_WORDS } from "#lib/study/results/utility-words.ts";
import { EstimateCell } from "./estimate-cell.tsx";

/** How much better people predict who learned from a method’s maps than those who learned without. */
export function UtilityTable({ report: { utility = [], arms } }: { report: StudyReport }) {
  const labelOf = new Map(arms.map(({ armId, label }) => [armId, label]));
  return (
    <>
      <p className="mb-3 max-w-prose">{UTILITY_WORDS.meaning}</p>
      <Table caption={UTILITY_WORDS.caption} className="max-w-lg">
        <thead>
          <tr>
            <Th pinned>Method</Th>
            <Th numeric>utility, 95&nbsp;% interval</Th>
          </tr>
        </thead>
        <tbody>
          {utility.map(({ armId, ratio }) => (
            <tr key={armId}>
              <Th scope="row" pinned className="min-w-32 align-top">
                {labelOf.get(armId)}
              </Th>
              <EstimateCell estimate={ratio} decimals={2} />
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  );
}
