import type { Alternative } from "../alternative.ts";

export interface PermutationTest {
  /** The statistic as observed: a mean difference. */
  value: number;
  p: number;
  /** "exact": every arrangement was counted. "drawn": the observed one and those drawn at random. */
  method: "exact" | "drawn";
}

/** With these drawn arrangements a p of .05 has a standard error of .002. */
export const DEFAULT_PERMUTATIONS = 9999;

/** Arrangements of the same values that rounding alone tells apart count as equal. */
const SLACK = 1e-12;

/**
 * The p value of a statistic among those of arrangements that are as likely when there is no difference, b of B as extreme as observed:
 *
 *   exact  b / B, all arrangements      drawn  (1 + b) / (1 + B), where the observed one counts too, so that p is never 0
 *
 * (Phipson and Smyth 2010). Two-sided: by size, whatever the sign.
 *
 * @param size of the statistic, so far as it goes with that of the values: what rounding is relative to
 */
export function permutationP(
  observed: number,
  arranged: Float64Array,
  size: number,
  { alternative, method }: { alternative: Alternative; method: PermutationTest["method"] },
): number {
  const slack = SLACK * size;
  const isExtreme = {
    "two-sided": (value: number) => Math.abs(value) >= Math.abs(observed) - slack,
    greater: (value: number) => value >= observed - slack,
    less: (value: number) => value <= observed + slack,
  }[alternative];
  let extreme = 0;
  for (const value of arranged) if (isExtreme(value)) extreme++;
  return method === "exact" ? extreme / arranged.length : (1 + extreme) / (1 + arranged.length);
}
