import type { Alternative } from "../alternative.ts";
import { rankBiserial, type WilcoxonOptions, wilcoxonSignedRank } from "../rank-tests/wilcoxon.ts";
import { numberOrReason, statsKind } from "./stats-kind.ts";

const ZEROS = { wilcox: "drop", pratt: "pratt", zsplit: "split" } as const;
const ALTERNATIVES: readonly Alternative[] = ["two-sided", "greater", "less"];

/** Signed-rank tests in all their forms, by `asymptotic/zeros/alternative/continuity` and `exact/zeros/alternative`. */
export const wilcoxon = statsKind<{ d: number[] }>(({ d }) => {
  const answers: Record<string, unknown> = { rank_biserial: numberOrReason(rankBiserial(d)) };
  for (const alternative of ALTERNATIVES)
    for (const [name, zeros] of Object.entries(ZEROS)) {
      const shared = { zeros, alternative };
      answers[`exact/${name}/${alternative}`] = answer(d, { ...shared, method: "exact" });
      for (const [word, continuity] of [["cc", true] as const, ["nocc", false] as const])
        answers[`asymptotic/${name}/${alternative}/${word}`] = answer(d, {
          ...shared,
          continuity,
          method: "normal",
        });
    }
  return answers;
});

/** scipy's two-sided statistic is the smaller sum, so its z is never positive. */
function answer(d: readonly number[], options: WilcoxonOptions) {
  const found = wilcoxonSignedRank(d, options);
  if ("undefined" in found) return found;
  const { plus, minus, p, z } = found;
  const twoSided = options.alternative === "two-sided";
  return {
    statistic: twoSided ? Math.min(plus, minus) : plus,
    z: twoSided ? -Math.abs(z ?? 0) : z,
    p,
    W_plus: plus,
    W_minus: minus,
  };
}
