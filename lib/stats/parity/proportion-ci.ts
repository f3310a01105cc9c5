import type { Estimate } from "../estimate.ts";
import { agrestiCoull } from "../proportion/agresti-coull.ts";
import { clopperPearson } from "../proportion/clopper-pearson.ts";
import { jeffreys } from "../proportion/jeffreys.ts";
import { wilson } from "../proportion/wilson.ts";
import { statsKind } from "./stats-kind.ts";

/** Intervals of a share. Where there is nothing to count, cases say `no_data`; ours is `no_values`. */
export const proportionCi = statsKind<{ k: number; n: number }>(({ k, n }) => {
  if ("undefined" in wilson(k, n)) return { undefined: "no_data" };
  const ends = (found: Estimate) => ("undefined" in found ? found : [found.low, found.high]);
  return {
    wilson95: ends(wilson(k, n)),
    wilson90: ends(wilson(k, n, 0.9)),
    clopper_pearson95: ends(clopperPearson(k, n)),
    agresti_coull95: ends(agrestiCoull(k, n)),
    jeffreys95: ends(jeffreys(k, n)),
  };
});
