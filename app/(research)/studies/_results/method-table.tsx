import { Table, Td, Th } from "#components/ui/table.tsx";
import { measureTitle } from "#lib/study/measure-words.ts";
import type { StudyReport } from "#lib/study/report.ts";
import { EstimateCell } from "./estimate-cell.tsx";

/** Mean score of each arm with its interval, and what it rests on. */
export function MethodTable({ report }: { report: StudyReport }) {
  return (
    <Table
      caption={`${measureTitle(report.measure)} of each method, and what it rests on${report.simulated ? ", simulated raters" : ""}`}
    >
      <thead>
        <tr>
          <Th pinned>Method</Th>
          <Th className="whitespace-nowrap">shown as</Th>
          <Th numeric>mean, 95&nbsp;% interval</Th>
          <Th numeric>raters</Th>
          <Th numeric>images</Th>
          <Th numeric>answers</Th>
        </tr>
      </thead>
      <tbody>
        {report.arms.map(({ armId, label, statement, score, raters, items, ratings }) => (
          <tr key={armId}>
            <Th scope="row" pinned className="min-w-32 align-top">
              {label}
            </Th>
            <Td className="align-top whitespace-nowrap">{statement === "for" ? "why" : "why not"}</Td>
            <EstimateCell estimate={score} decimals={2} />
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
