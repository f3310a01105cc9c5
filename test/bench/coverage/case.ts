import type { Estimate } from "#lib/study/report.ts";
import type { Random } from "#lib/tensor/random.ts";

/** An estimator with a truth to be held against: what its intervals should contain. */
export interface CoverageCase {
  readonly name: string;
  /** What the truth is, and where it comes from. */
  readonly truth: string;
  /** Each estimate of one simulated study, with its true value. */
  readonly simulate: (random: Random) => readonly { readonly estimate: Estimate; readonly truth: number }[];
}

export interface Coverage {
  readonly name: string;
  readonly truth: string;
  /** Intervals, of all studies. */
  readonly intervals: number;
  /** Of these, how many hold the truth, in percent. */
  readonly percent: number;
  /** Estimates that were undefined. */
  readonly undefined: number;
}

/** How often the intervals of a case hold the truth, over so many simulated studies. */
export function measureCoverage(
  { name, truth, simulate }: CoverageCase,
  random: Random,
  studies: number,
): Coverage {
  let [intervals, held, none] = [0, 0, 0];
  for (let study = 0; study < studies; study++)
    for (const { estimate, truth: value } of simulate(random.fork(study))) {
      if ("undefined" in estimate) {
        none++;
        continue;
      }
      intervals++;
      if (estimate.low <= value && value <= estimate.high) held++;
    }
  return { name, truth, intervals, percent: (100 * held) / intervals, undefined: none };
}
