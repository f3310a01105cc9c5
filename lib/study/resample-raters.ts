import { type BootstrapOptions, DEFAULT_LEVEL } from "#lib/stats/bootstrap.ts";
import { expandedLevel } from "#lib/stats/expanded-level.ts";
import type { Random } from "#lib/tensor/random.ts";

/** How an interval resamples the raters of these ratings: at 95 %, expanded for as few as they are (`expandedLevel`). */
export function resampleRaters(
  ratings: readonly { readonly rater: string }[],
  random: Random,
): BootstrapOptions {
  const raters = new Set(ratings.map(({ rater }) => rater)).size;
  return { random, level: raters < 2 ? DEFAULT_LEVEL : expandedLevel(raters, DEFAULT_LEVEL) };
}
