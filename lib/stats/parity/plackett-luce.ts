import { plackettLuce } from "../preference/plackett-luce.ts";
import { statsKind } from "./stats-kind.ts";

interface Inputs {
  n: number;
  rankings: number[][];
}

/** Abilities from rankings. */
export const plackett = statsKind<Inputs>(({ n, rankings }) => {
  const found = plackettLuce(rankings, n);
  return "undefined" in found ? found : { scores: found.scores, loglik: found.logLikelihood };
});
