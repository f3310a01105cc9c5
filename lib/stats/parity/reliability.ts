import { cronbachAlpha } from "../agreement/cronbach-alpha.ts";
import { noiseCeiling } from "../agreement/noise-ceiling.ts";
import { splitHalf } from "../agreement/split-half.ts";
import { fisherMean } from "../fisher-mean.ts";
import { numberOrReason, statsKind } from "./stats-kind.ts";

interface Inputs {
  ratings: number[][];
  half: number[];
}

/** Split halves, noise ceilings and Cronbach's alpha. */
export const reliability = statsKind<Inputs>(({ ratings, half }) => {
  const [ranked, plain] = (["spearman", "pearson"] as const).map((by) => splitHalf(ratings, half, by));
  const ceiling = noiseCeiling(ratings);
  return {
    split_half_spearman: "undefined" in ranked ? ranked : ranked.correlation,
    spearman_brown: "undefined" in ranked ? ranked : numberOrReason(ranked.reliability),
    split_half_pearson: "undefined" in plain ? plain : plain.correlation,
    ceiling_lower_leave_one_out: "undefined" in ceiling ? ceiling : ceiling.lower,
    ceiling_upper: "undefined" in ceiling ? ceiling : ceiling.upper,
    cronbach_alpha: numberOrReason(cronbachAlpha(ratings)),
    fisher_mean: "undefined" in ceiling ? ceiling : numberOrReason(fisherMean(ceiling.leaveOneOut)),
  };
});
