import type { Value } from "../estimate.ts";
import type { PairCounts } from "./win-graph.ts";

export interface WinRate {
  /** Comparisons the item was in. */
  exposures: number;
  /** (wins + ties / 2) / exposures, in [0, 1]; undefined `never_shown`. */
  rate: Value;
}

/**
 * Share of its comparisons that each item won, a tie being half. Depends on whom an item met: compare abilities where the design is
 * not balanced.
 *
 * @param wins [n][n] @param ties [n][n], symmetric
 */
export function winRates(wins: PairCounts, ties: PairCounts): WinRate[] {
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  return wins.map((row, i) => {
    const [won, lost, tied] = [total(row), total(wins.map((other) => other[i])), total(ties[i])];
    const exposures = won + lost + tied;
    const rate: Value =
      exposures === 0 ? { undefined: "never_shown" } : { value: (won + tied / 2) / exposures };
    return { exposures, rate };
  });
}
