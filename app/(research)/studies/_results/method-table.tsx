import { formatInterval, formatNumber } from "#components/figures/format-number.ts";
import { undefinedWords } from "#components/figures/undefined-words.ts";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { StudyReport } from "#lib/study/report.ts";

/** Mean rating of each arm with its interval, and what it rests on. */
export function MethodTable({ report }: { report: StudyReport }) {
  return (
    <Table
      caption={`Mean ${report.simulated ? "simulated " : ""}rating of each method, and what it rests on`}
    >
      <thead>
        <tr>
          <Th pinned>Method</Th>
          <Th>rated as</Th>
          <Th numeric>mean, 1 to 5</Th>
          <Th numeric>95 % interval</Th>
          <Th numeric>raters</Th>
          <Th numeric>images</Th>
          <Th numeric>ratings</Th>
        </tr>
      </thead>
      <tbody>
        {report.arms.map(({ armId, label, statement, rating, raters, items, ratings }) => (
          <tr key={armId}>
            <Th scope="row" pinned className="min-w-32">
              {label}
            </Th>
            <Td className="whitespace-nowrap">{statement === "for" ? "why" : "why not"}</Td>
            {"value" in rating ? (
              <>
                <Td numeric>{formatNumber(rating.value, 2)}</Td>
                <Td numeric>{formatInterval(rating.low, rating.high, 2)}</Td>
              </>
            ) : (
              <Td numeric colSpan={2} className="text-muted">
                undefined: {undefinedWords(rating.undefined)}
              </Td>
            )}
            <Td numeric>{raters}</Td>
            <Td numeric>{items ?? "–"}</Td>
            <Td numeric>{ratings}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
