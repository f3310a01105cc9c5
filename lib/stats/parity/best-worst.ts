import { type BestWorstTrial, bestWorstScores } from "../preference/best-worst.ts";
import { numberOrReason, statsKind } from "./stats-kind.ts";

interface Inputs {
  n: number;
  trials: BestWorstTrial[];
}

/** Counts and scores of best-worst choices. */
export const bestWorst = statsKind<Inputs>(({ n, trials }) => {
  const found = bestWorstScores(trials, n);
  return {
    best: found.map(({ best }) => best),
    worst: found.map(({ worst }) => worst),
    appearances: found.map(({ appearances }) => appearances),
    score: found.map(({ score }) => numberOrReason(score)),
  };
});
