import { compareArms } from "#lib/study/compare-arms.ts";
import { resampleRaters } from "#lib/study/resample-raters.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { plantedStudy } from "#test/support/planted-study.ts";
import type { Planted } from "./mean-cases.ts";

const LEVEL = 0.05;

/** How often the corrected test tells two arms apart, in percent of studies. */
export interface Decisions {
  readonly raters: number;
  /** Arms 0 and 1, which are the same. */
  readonly equal: number;
  /** Arms 2 and 3, a fifth of a scale point apart. */
  readonly small: number;
  /** Arms 0 and 4, 1.6 scale points apart. */
  readonly large: number;
}

export function measureDecisions(design: Planted, raters: number, studies: number): Decisions {
  const found = { equal: 0, small: 0, large: 0 };
  for (let k = 0; k < studies; k++) {
    const { arms, ratings } = plantedStudy({ ...design, raters }, `study ${k}`);
    // The tests take no resamples; the fewest there can be.
    const options = { ...resampleRaters(ratings, createRandom(k)), replicates: 2 };
    for (const { a, b, test } of compareArms(arms, ratings, options)) {
      if (!("adjusted" in test) || test.adjusted >= LEVEL) continue;
      if (a === "a0" && b === "a1") found.equal++;
      else if (a === "a2" && b === "a3") found.small++;
      else if (a === "a0" && b === "a4") found.large++;
    }
  }
  const share = (count: number) => (100 * count) / studies;
  return { raters, equal: share(found.equal), small: share(found.small), large: share(found.large) };
}
