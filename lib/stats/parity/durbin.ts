import type { Blocks } from "../rank-tests/block-ranks.ts";
import { durbin } from "../rank-tests/durbin.ts";
import { statsKind } from "./stats-kind.ts";

/** Durbin's test of balanced incomplete blocks. */
export const durbinTest = statsKind<{ x: Blocks }>(({ x }) => {
  const found = durbin(x);
  if ("undefined" in found) return found;
  const { chiSquare, df, p, rankSums } = found;
  return { durbin_chi2: chiSquare, df, p, rank_sums: rankSums };
});
