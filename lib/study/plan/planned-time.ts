import { assumedSeconds } from "../consent.ts";
import type { ResponseSpec } from "../template.ts";

/** Time to read consent and instruction, in seconds: assumed, as the consent text does. */
export const READING_SECONDS = 60;
/** Fewer answers than this say little of how long a trial takes. */
export const LEAST_MEASURED = 50;

/** Seconds from one answer to the next in studies that were. */
export interface MeasuredTrial {
  readonly medianSeconds: number;
  readonly answers: number;
  readonly studies: number;
}

export interface PlannedTime {
  readonly secondsPerTrial: number;
  /** Null where they are assumed for this kind of answer. */
  readonly measured: MeasuredTrial | null;
  /** Of one person, reading and practice included. */
  readonly minutesPerRater: number;
  /** Of all. */
  readonly hours: number;
}

/**
 * How long a study takes: trials with practice at the median pace of earlier studies of the same template, or where hardly anything
 * was answered, at an assumed one; and a minute to read.
 */
export function plannedTime(
  plan: { readonly trials: number; readonly practice: number; readonly raters: number },
  kind: ResponseSpec["kind"],
  earlier: MeasuredTrial | null,
): PlannedTime {
  const measured = earlier && earlier.answers >= LEAST_MEASURED ? earlier : null;
  const secondsPerTrial = measured?.medianSeconds ?? assumedSeconds(kind);
  const seconds = READING_SECONDS + (plan.trials + plan.practice) * secondsPerTrial;
  return {
    secondsPerTrial,
    measured,
    minutesPerRater: seconds / 60,
    hours: (seconds * plan.raters) / 3600,
  };
}

/** What a study costs, in the currency that its pay is in. */
export interface PlannedCost {
  /** One person's reward at the planned time. */
  readonly reward: number;
  /** All rewards. */
  readonly pay: number;
  readonly fee: number;
  readonly total: number;
}

/**
 * pay = hours x pay an hour, fee = pay x share.
 * @param pay.perHour 0 or more @param pay.feeShare of the platform on top of the pay: 0.3 for 30 %
 */
export function plannedCost(
  { minutesPerRater, hours }: PlannedTime,
  { perHour, feeShare }: { readonly perHour: number; readonly feeShare: number },
): PlannedCost {
  const pay = hours * perHour;
  const fee = pay * feeShare;
  return { reward: (minutesPerRater / 60) * perHour, pay, fee, total: pay + fee };
}
