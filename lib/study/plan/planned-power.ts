import type { Undefined } from "#lib/stats/estimate.ts";
import {
  betweenRaterPower,
  betweenRaterSampleSize,
  type WithinRaterPlan,
  withinRaterPower,
  withinRaterSampleSize,
} from "#lib/stats/power/within-rater-power.ts";
import type { PlannedCells } from "./planned-cells.ts";

/** The level of the one primary test. */
export const PLANNED_ALPHA = 0.05;
/** What a study is usually planned to reach. */
export const WANTED_POWER = 0.8;

/** What is assumed of the answers: the researcher's, in the units of the template's measure. */
export interface PowerAssumptions {
  readonly difference: number;
  readonly spread: number;
  readonly correlation: number;
}

export interface PlannedPower {
  /** Raters who judge both arms of the pair that fewest do; of the smallest arm, where each rater belongs to one. */
  readonly raters: number;
  /** Answers of one rater about one arm, on average. */
  readonly answers: number;
  /** Of the primary test, uncorrected. */
  readonly power: { readonly value: number } | Undefined;
  /** Raters for a power of 80 %, were everybody to judge both arms as often. */
  readonly needed: { readonly value: number } | Undefined;
}

/**
 * The power of the primary comparison in closed form, for the pair of arms that fewest raters judge.
 * @returns undefined `fewer_than_two_groups` with one arm, `fewer_than_two_raters` where fewer judge both, `no_effect`
 */
export function plannedPower(
  { answers: given, arm, ratersOfPair, ratersOfArm, raters: all }: PlannedCells,
  assumed: PowerAssumptions,
): PlannedPower {
  if (ratersOfArm) return betweenRaters(ratersOfArm.least, given / all, all, assumed);
  const raters = ratersOfPair?.least ?? 0;
  const answers = Math.max(1, arm.least / all);
  const reason =
    ratersOfPair === null ? "fewer_than_two_groups" : raters < 2 ? "fewer_than_two_raters" : null;
  if (reason) return { raters, answers, power: { undefined: reason }, needed: { undefined: reason } };
  const plan: WithinRaterPlan = { ...assumed, answers, alpha: PLANNED_ALPHA };
  const needed = withinRaterSampleSize(plan, WANTED_POWER);
  if ("undefined" in needed) return { raters, answers, power: needed, needed };
  // Where some raters don't meet both arms, more are needed so that enough do.
  const value = Math.ceil((needed.value * all) / raters);
  return { raters, answers, power: { value: withinRaterPower(plan, raters) }, needed: { value } };
}

/** Of a comparison of raters who belong to one arm each, by the test of Mann and Whitney. */
function betweenRaters(
  raters: number,
  answers: number,
  all: number,
  { difference, spread, correlation }: PowerAssumptions,
): PlannedPower {
  if (raters < 2) {
    const reason = { undefined: "fewer_than_two_raters" } as const;
    return { raters, answers, power: reason, needed: reason };
  }
  // Of two independent answers the difference has twice the variance of one.
  const plan = { difference, spread: spread / Math.SQRT2, correlation, answers, alpha: PLANNED_ALPHA };
  const needed = betweenRaterSampleSize(plan, WANTED_POWER);
  if ("undefined" in needed) return { raters, answers, power: needed, needed };
  const value = Math.ceil((needed.value * all) / raters);
  return { raters, answers, power: { value: betweenRaterPower(plan, raters) }, needed: { value } };
}
