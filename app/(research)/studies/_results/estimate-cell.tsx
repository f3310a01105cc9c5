import { formatInterval, formatNumber } from "#components/figures/format-number.ts";
import { undefinedWords } from "#components/figures/undefined-words.ts";
import { Td } from "#components/ui/table.tsx";
import type { Estimate } from "#lib/study/report.ts";

/** A value over its interval, or why there is none. */
export function EstimateCell({ estimate, decimals }: { estimate: Estimate | undefined; decimals: number }) {
  if (!estimate || "undefined" in estimate) {
    return (
      <Td numeric className="align-top whitespace-normal text-muted">
        undefined
        <span className="block text-xs">{undefinedWords(estimate?.undefined ?? "no_values")}</span>
      </Td>
    );
  }
  return (
    <Td numeric className="align-top">
      {formatNumber(estimate.value, decimals)}
      <span className="block text-xs text-muted">{formatInterval(estimate.low, estimate.high, 2)}</span>
    </Td>
  );
}
