import type { Mask } from "../mask-runs.ts";
import { majorityMask } from "./majority-mask.ts";
import { staple, stapleMask } from "./staple.ts";

/** What several people together say lies where, for one class. */
export interface ClassConsensus {
  method: "majority" | "staple";
  mask: Mask;
  /** Of each rater, by STAPLE: P(marked | inside) and P(not marked | outside). Null by majority, which judges nobody. */
  raters: { sensitivity: number; specificity: number }[] | null;
}

/**
 * The consensus of raters on one class: of two, the pixels that both marked (majority; a STAPLE of two depends on where it begins);
 * of three and more, the pixels that by STAPLE are rather inside than outside. Whoever marked nothing says that there is nothing.
 * @param masks one a rater, at least two, of one size
 */
export function classConsensus(masks: readonly Mask[]): ClassConsensus {
  if (masks.length < 3) return { method: "majority", mask: majorityMask(masks), raters: null };
  const estimate = staple(masks);
  const { sensitivity, specificity } = estimate;
  return {
    method: "staple",
    mask: stapleMask(estimate),
    raters: masks.map((_, i) => ({ sensitivity: sensitivity[i], specificity: specificity[i] })),
  };
}
