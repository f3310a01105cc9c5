import { type ArmPair, isTold, LEVEL } from "./arm-pairs.ts";

/** How the intervals and tests of a table of pairs are meant, and how many pairs are told apart. */
export function pairNote(pairs: readonly ArmPair[]): string {
  const tested = pairs.filter(({ test }) => "p" in test).length;
  const told = pairs.filter(isTold).length;
  const family = tested === 1 ? "one pair is tested" : `corrected by Holm for the ${tested} pairs`;
  return [
    "Intervals are 95 %, of each pair by itself. ",
    tested > 0
      ? `p: Wilcoxon’s signed-rank test over raters, ${family}; ${told} of ${tested} below ${LEVEL}. `
      : "",
    "Rank-biserial correlation: 1 where every rater rates the first higher, 0 where neither side outweighs.",
  ].join("");
}
