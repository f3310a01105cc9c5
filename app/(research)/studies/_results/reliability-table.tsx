import { Table, Td, Th } from "#components/ui/table.tsx";
import type { RatingReliability } from "#lib/study/report.ts";
import { EstimateCell } from "./estimate-cell.tsx";

/** How far raters order the maps of each statement alike, and how well their means could be predicted at all. */
export function ReliabilityTable({ reliability }: { reliability: readonly RatingReliability[] }) {
  if (reliability.length === 0) return null;
  return (
    <div className="mt-4 min-w-0">
      <Table caption="Agreement on the order of maps, and the ceiling it sets">
        <thead>
          <tr>
            <Th pinned>Maps</Th>
            <Th numeric>one rater with the others</Th>
            <Th numeric>reliability of means</Th>
            <Th numeric>ceiling for a metric</Th>
            <Th numeric>maps rated twice</Th>
          </tr>
        </thead>
        <tbody>
          {reliability.map(({ statement, leaveOneOut, splitHalf, ceiling }) => (
            <tr key={statement}>
              <Th scope="row" pinned className="min-w-24 align-top">
                {statement} a class
              </Th>
              <EstimateCell estimate={leaveOneOut} decimals={2} />
              <EstimateCell estimate={splitHalf} decimals={2} />
              <EstimateCell estimate={ceiling} decimals={2} />
              <Td numeric className="align-top">
                {"value" in splitHalf ? splitHalf.n : "–"}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
      <p className="mt-2 max-w-prose text-sm text-muted">
        Spearman’s rank correlation of each rater with the mean of the others, averaged over raters.
        Reliability of maps’ mean ratings, from random halves of the raters (Spearman and Brown); its square
        root is the ceiling: no metric can be expected to correlate higher with these means.
      </p>
    </div>
  );
}
