import type { Value } from "../estimate.ts";

/** One choice: of these items, which is best and which worst. */
export interface BestWorstTrial {
  items: readonly number[];
  best: number;
  worst: number;
}

export interface BestWorstScore {
  best: number;
  worst: number;
  appearances: number;
  /** (best - worst) / appearances, in [-1, 1]; undefined `never_shown`. */
  score: Value;
}

/**
 * Best-worst scaling by counts (Louviere, Flynn and Marley 2015, ch. 2): how much more often an item was chosen best than worst,
 * of the times it was shown. Close to a multinomial logit fit where items meet equally often.
 *
 * @param items how many there are; trials name them by index @param times how often each trial was answered so; once each unless said
 * otherwise @throws RangeError for a trial that chose what it did not show, or the
 * same item twice
 */
export function bestWorstScores(
  trials: readonly BestWorstTrial[],
  items: number,
  times: readonly number[] = trials.map(() => 1),
): BestWorstScore[] {
  const counts = Array.from({ length: items }, () => ({ best: 0, worst: 0, appearances: 0 }));
  for (const [at, trial] of trials.entries()) {
    const shown = new Set(trial.items);
    if (!shown.has(trial.best) || !shown.has(trial.worst) || trial.best === trial.worst)
      throw new RangeError("Best and worst are two of the items shown.");
    if (shown.size !== trial.items.length || trial.items.some((item) => !counts[item]))
      throw new RangeError(`A trial shows different items of 0 to ${items - 1}.`);
    for (const item of shown) counts[item].appearances += times[at];
    counts[trial.best].best += times[at];
    counts[trial.worst].worst += times[at];
  }
  return counts.map((count) => ({
    ...count,
    score:
      count.appearances === 0
        ? { undefined: "never_shown" }
        : { value: (count.best - count.worst) / count.appearances },
  }));
}
