import { formatNumber, formatPercent } from "#components/figures/format-number.ts";
import { undefinedWords } from "#components/figures/undefined-words.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { RaterRow } from "#lib/services/reports/list-raters.ts";
import { titleOfReason } from "#lib/study/left-out.ts";

/** A row a rater: how far they got, how they answered, and by which rule they are left out. */
export function RaterTable({ rows, simulated }: { rows: readonly RaterRow[]; simulated: boolean }) {
  return (
    <>
      <Table caption={simulated ? "Simulated raters" : "Raters"}>
        <thead>
          <tr>
            <Th pinned>Rater</Th>
            <Th>state</Th>
            <Th numeric>rated</Th>
            <Th numeric>median time</Th>
            <Th numeric>commonest value</Th>
            <Th numeric>with the others</Th>
            <Th>left out, because</Th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <RaterLine key={row.name} row={row} />
          ))}
        </tbody>
      </Table>
      <p className="mt-2 max-w-prose text-sm text-muted">
        Median time: from the picture being painted to the answer. Commonest value: how often it was given, of
        all answers. With the others: Spearman’s rank correlation with the mean of everybody else’s ratings of
        the same pictures.
      </p>
    </>
  );
}

function RaterLine({ row }: { row: RaterRow }) {
  const { name, state, trials, answered, medianResponseMs, commonestShare, agreement, leftOut } = row;
  return (
    <tr>
      <Th scope="row" pinned className="align-top tabular-nums">
        {name}
      </Th>
      <Td className="align-top whitespace-nowrap text-muted">{state}</Td>
      <Td numeric className="align-top">
        {answered} of {trials}
      </Td>
      <Td numeric className="align-top">
        {"value" in medianResponseMs ? `${formatNumber(medianResponseMs.value / 1000, 2)} s` : "–"}
      </Td>
      <Td numeric className="align-top">
        {"value" in commonestShare ? formatPercent(commonestShare.value, 0) : "–"}
      </Td>
      <Td numeric className="align-top">
        {"value" in agreement ? (
          formatNumber(agreement.value, 2)
        ) : answered > 0 ? (
          <span className="text-xs whitespace-normal text-muted">{undefinedWords(agreement.undefined)}</span>
        ) : (
          "–"
        )}
      </Td>
      <Td className="min-w-52 align-top">
        <ul className="grid gap-1">
          {leftOut.map(({ rule, because }) => (
            <li key={rule} className="flex flex-wrap items-baseline gap-x-2">
              <Badge tone="warn">{titleOfReason(rule)}</Badge>
              <span className="text-muted">{because}</span>
            </li>
          ))}
        </ul>
      </Td>
    </tr>
  );
}
