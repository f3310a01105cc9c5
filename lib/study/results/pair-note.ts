import { type ArmPair, isTold, LEVEL } from "./arm-pairs.ts";
import type { ContrastWords } from "./contrast-words.ts";

/** How the intervals and tests of a table of pairs are meant, and how many pairs are told apart. */
export function pairNote(pairs: readonly ArmPair[], { test, effect }: ContrastWords): string {
  const tested = pairs.filter((pair) => "p" in pair.test).length;
  const told = pairs.filter(isTold).length;
  const family = tested === 1 ? "one pair is tested" : `corrected by Holm for the ${tested} pairs`;
  return [
    "Intervals are 95 %, of each pair by itself. ",
    tested > 0 ? `p: ${test}, ${family}; ${told} of ${tested} below ${LEVEL}. ` : "",
    effect.note,
  ].join("");
}
