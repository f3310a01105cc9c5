import type { Undefined } from "../estimate.ts";
import { type Abilities, winProbabilities } from "../preference/abilities.ts";
import { bradleyTerry } from "../preference/bradley-terry.ts";
import { davidson } from "../preference/davidson.ts";
import { eloRatings } from "../preference/elo.ts";
import { winRates } from "../preference/win-rate.ts";
import { numberOrReason, statsKind } from "./stats-kind.ts";

interface Inputs {
  n: number;
  games?: [first: number, second: number, score: number][];
  wins: number[][];
  ties: number[][];
}

function asCase(fit: Abilities | Undefined) {
  if ("undefined" in fit) return fit;
  const { scores, standardErrors: se, logLikelihood: loglik, covariance: cov } = fit;
  return { scores, se, loglik, cov, p_matrix_no_tie: winProbabilities(scores) };
}

/** Abilities under three rules for ties, Elo ratings and win rates. */
export const bradleyTerryElo = statsKind<Inputs>(({ n, games = [], wins, ties }) => {
  const tied = davidson(wins, ties);
  const extra = "undefined" in tied ? {} : { nu: tied.nu, log_nu_se: tied.logNuStandardError };
  const rates = winRates(wins, ties);
  const played = games.map(([first, second, score]) => ({ first, second, score }));
  return {
    bt_ignore_ties: asCase(bradleyTerry(wins, ties, "ignored")),
    bt_ties_half: asCase(bradleyTerry(wins, ties, "half")),
    davidson: { ...asCase(tied), ...extra },
    elo_k32: eloRatings(played, n),
    elo_k4: eloRatings(played, n, { k: 4 }),
    win_rate_ties_half: rates.map(({ rate }) => numberOrReason(rate)),
    exposures: rates.map(({ exposures }) => exposures),
  };
});
