import type { Undefined } from "../estimate.ts";
import { designEffect } from "../power/design-effect.ts";
import { normalSampleSize, tTestPower, tTestSampleSize, wilcoxonSampleSize } from "../power/t-test-power.ts";
import { winRateSampleSize } from "../power/win-rate-power.ts";
import { numberOrReason, statsKind } from "./stats-kind.ts";

interface TTest {
  d: number;
  alpha: number;
  power: number;
}
interface WinRate {
  p0: number;
  p1: number;
  alpha: number;
  power: number;
}
interface Clusters {
  m: number;
  rho: number;
}

/** Sample sizes and power: of t tests where a case has `d`, of a win rate where it has `p1`, else the design effect. */
export const power = statsKind<TTest | WinRate | Clusters>((question) => {
  if ("d" in question) return tTests(question);
  if ("p1" in question) {
    const { p0, p1, alpha, power } = question;
    const n = winRateSampleSize({ rate: p1, nullRate: p0, alpha }, power);
    return { n: numberOrReason(n), n_ceil: whole(n) };
  }
  return { deff: designEffect(question.m, question.rho) };
});

function tTests({ d, alpha, power }: TTest) {
  const planned = { effect: d, alpha };
  const paired = tTestSampleSize(planned, power, "paired");
  return {
    paired_t_n: numberOrReason(paired),
    paired_t_n_ceil: whole(paired),
    wilcoxon_are_n: numberOrReason(wilcoxonSampleSize(planned, power)),
    independent_t_n_per_group: numberOrReason(tTestSampleSize(planned, power, "independent")),
    paired_normal_n: numberOrReason(normalSampleSize(planned, power)),
    power_at_n30_paired: tTestPower(planned, 30, "paired"),
  };
}

const whole = (n: { value: number } | Undefined) => ("undefined" in n ? n : Math.ceil(n.value));
