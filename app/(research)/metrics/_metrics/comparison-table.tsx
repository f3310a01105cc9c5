import Link from "next/link";
import { formatInterval, formatNumber, formatP } from "#components/figures/format-number.ts";
import { undefinedWords } from "#components/figures/undefined-words.ts";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { ArmComparison } from "#lib/services/metrics/compare-arms.ts";

interface ComparisonTableProps {
  comparison: ArmComparison;
  metricName: string;
  /** The page with another arm as the one that is compared. */
  hrefOf(armId: string): string;
}

/** One method against the others, image by image. */
export function ComparisonTable({
  comparison: { reference, rows },
  metricName,
  hrefOf,
}: ComparisonTableProps) {
  return (
    <Table caption={`${metricName}: ${reference.label} against each other method, paired by image`}>
      <thead>
        <tr>
          <Th pinned>{reference.label} minus</Th>
          <Th numeric className="min-w-32">
            mean difference
          </Th>
          <Th numeric>p, Holm</Th>
          <Th numeric>rank-biserial</Th>
          <Th numeric>images</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ b, label, difference, adjusted, test, effect }) => (
          <tr key={b}>
            <Th scope="row" pinned className="max-w-40 min-w-32 align-top sm:max-w-64">
              <Link className="link" href={hrefOf(b)} title={`Compare ${label} with the others`}>
                {label}
              </Link>
            </Th>
            <Td numeric className="align-top">
              {"value" in difference ? (
                <>
                  {formatNumber(difference.value)}
                  <span className="block text-xs text-muted">
                    {formatInterval(difference.low, difference.high)}
                  </span>
                </>
              ) : (
                <span className="text-muted">{undefinedWords(difference.undefined)}</span>
              )}
            </Td>
            <Td numeric className="align-top">
              {adjusted === null ? (
                <span className="text-muted">
                  {"undefined" in test ? undefinedWords(test.undefined) : "–"}
                </span>
              ) : (
                formatP(adjusted)
              )}
            </Td>
            <Td numeric className="align-top">
              {"value" in effect ? formatNumber(effect.value, 2) : "–"}
            </Td>
            <Td numeric className="align-top">
              {"value" in difference ? difference.n : 0}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
