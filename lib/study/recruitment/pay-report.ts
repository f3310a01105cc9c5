import { quantile } from "#lib/stats/quantile.ts";
import type { Reward } from "./exit-codes.ts";

const MINUTE_MS = 60_000;
/** A longer pause between two signs of life counts as this much work: nobody is paid to sleep, everybody to think. */
export const LONGEST_PAUSE_MS = 5 * MINUTE_MS;

/** Signs of life of somebody who completed, as the server saw them: consent, each answer, completion. */
export interface WorkedSession {
  readonly times: readonly Date[];
}

export interface PayReport {
  /** People who completed, whom all of this is about. */
  readonly people: number;
  /** Null with a reason in `undefinedBecause`. */
  readonly medianActiveMinutes: number | null;
  readonly medianElapsedMinutes: number | null;
  readonly reward: Reward | null;
  /** What an hour of median active time comes to, in the reward's currency. */
  readonly hourlyRate: number | null;
  readonly undefinedBecause: string | null;
}

/**
 * Milliseconds of work: the sum over neighbouring times of min(gap, `LONGEST_PAUSE_MS`). Answers that arrive in a burst
 * after a lost line make the time too short, never too long.
 */
export function activeMs({ times }: WorkedSession): number {
  const sorted = times.map(Number).sort((a, b) => a - b);
  return sorted.slice(1).reduce((sum, time, i) => sum + Math.min(time - sorted[i], LONGEST_PAUSE_MS), 0);
}

/** Milliseconds from consent to completion, pauses and all; 0 for fewer than two times. */
export function elapsedMs({ times }: WorkedSession): number {
  const numbers = times.map(Number);
  return numbers.length < 2 ? 0 : Math.max(...numbers) - Math.min(...numbers);
}

/** Median times (type 7 quantile) and the hourly rate = reward / median active hours. */
export function reportPay(sessions: readonly WorkedSession[], reward: Reward | null): PayReport {
  const people = sessions.length;
  const active = medianMinutes(sessions.map(activeMs));
  const undefinedBecause =
    people === 0
      ? "nobody has completed yet"
      : reward === null
        ? "no reward was declared"
        : active === 0
          ? "no time passed between consent and completion"
          : null;
  return {
    people,
    medianActiveMinutes: active,
    medianElapsedMinutes: medianMinutes(sessions.map(elapsedMs)),
    reward,
    hourlyRate: active && reward ? reward.amount / (active / 60) : null,
    undefinedBecause,
  };
}

function medianMinutes(durations: readonly number[]): number | null {
  if (durations.length === 0) return null;
  return (
    quantile(
      [...durations].sort((a, b) => a - b),
      0.5,
    ) / MINUTE_MS
  );
}
