import { fleissKappa, randolphKappa } from "../agreement/fleiss-kappa.ts";
import { numberOrReason, statsKind } from "./stats-kind.ts";

/** Kappa of many raters with fixed and with free marginals. */
export const fleiss = statsKind<{ counts: number[][] }>(({ counts }) => ({
  fleiss: numberOrReason(fleissKappa(counts)),
  randolph: numberOrReason(randolphKappa(counts)),
}));
