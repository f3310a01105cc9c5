import { kendallW } from "../agreement/kendall-w.ts";
import { numberOrReason, statsKind } from "./stats-kind.ts";

/** Concordance with and without the correction for ties, and its test. */
export const kendall = statsKind<{ ratings: number[][] }>(({ ratings }) => {
  const found = kendallW(ratings);
  const test = "undefined" in found ? {} : { chi2: found.chiSquare, df: found.df, p: found.p };
  return {
    W: numberOrReason(found),
    W_uncorrected: numberOrReason(kendallW(ratings, { ties: "ignored" })),
    ...test,
  };
});
