import { Table, Td, Th } from "#components/ui/table.tsx";
import type { StudyReport } from "#lib/study/report.ts";
import { EstimateCell } from "./estimate-cell.tsx";

/** Mean rating of each arm with its interval, and what it rests on. */
export function MethodTable({ report }: { report: StudyReport }) {
  return (
    <Table
      caption={`Mean ${report.simulated ? "simulated " : ""}rating of each method, and what it rests on`}
    >
      <thead>
        <tr>
          <Th pinned>Method</Th>
          <Th className="whitespace-nowrap">rated as</Th>
          <Th numeric>mean, 95&nbsp;% interval</Th>
          <Th numeric>raters</Th>
          <Th numeric>images</Th>
          <Th numeric>ratings</Th>
        </tr>
      </thead>
      <tbody>
        {report.arms.map(({ armId, label, statement, rating, raters, items, ratings }) => (
          <tr key={armId}>
            <Th scope="row" pinned className="min-w-32 align-top">
              {label}
            </Th>
            <Td className="align-top whitespace-nowrap">{statement === "for" ? "why" : "why not"}</Td>
            <EstimateCell estimate={rating} decimals={2} />
            <Td numeric className="align-top">
              {raters}
            </Td>
            <Td numeric className="align-top">
              {items ?? "–"}
            </Td>
            <Td numeric className="align-top">
              {ratings}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
