import type { Undefined } from "../estimate.ts";

/** Items x items: how often the row won against the column, or tied with it. */
export type PairCounts = readonly (readonly number[])[];

/**
 * Are the abilities of a model of choice finite? They are when everybody can be reached from everybody by wins (Ford 1957): else
 * some items never lost to the others and would be infinitely better.
 *
 * @param wins [n][n]; anything above 0 is a win
 * @returns null where they are; undefined `fewer_than_two_items`, `no_decisive_comparisons`, `comparison_graph_disconnected` (groups
 * that never met), `win_graph_not_strongly_connected`
 */
export function unfitWins(wins: PairCounts): Undefined | null {
  if (wins.length < 2) return { undefined: "fewer_than_two_items" };
  if (wins.every((row) => row.every((count) => count === 0))) return { undefined: "no_decisive_comparisons" };
  const beat = (a: number, b: number) => wins[a][b] > 0;
  if (!reachesAll(wins.length, (a, b) => beat(a, b) || beat(b, a)))
    return { undefined: "comparison_graph_disconnected" };
  if (!reachesAll(wins.length, beat) || !reachesAll(wins.length, (a, b) => beat(b, a)))
    return { undefined: "win_graph_not_strongly_connected" };
  return null;
}

/** From item 0 along the edges. */
function reachesAll(n: number, hasEdge: (from: number, to: number) => boolean): boolean {
  const reached = new Set([0]);
  for (const from of reached) for (let to = 0; to < n; to++) if (hasEdge(from, to)) reached.add(to);
  return reached.size === n;
}
