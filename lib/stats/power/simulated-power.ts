import type { Random } from "#lib/tensor/random.ts";
import type { Estimate } from "../estimate.ts";
import { wilson } from "../proportion/wilson.ts";

export interface SimulatedPowerOptions {
  random: Random;
  /** Two-sided level of the test. */
  alpha: number;
  /** Studies that are drawn: 1000 tell the power to 3 percentage points. */
  studies: number;
}

/**
 * Power by simulation (Green and MacLeod 2016): the share of drawn studies in which the test that will be used rejects, with
 * Wilson's interval for the chance of drawing. For what has no formula: crossed raters and items, ordered answers, incomplete designs.
 * With an effect of 0 it is the test's real level.
 *
 * A study whose test is undefined does not reject: in life there would be nothing to publish.
 *
 * @param draw a study from its own source of randomness, and the p value of its test
 * @returns undefined `no_values` for no studies
 */
export function simulatedPower(
  draw: (random: Random) => { p: number } | { undefined: string },
  { random, alpha, studies }: SimulatedPowerOptions,
): Estimate {
  let rejections = 0;
  for (let study = 0; study < studies; study++) {
    const found = draw(random.fork(study));
    if ("p" in found && found.p <= alpha) rejections++;
  }
  return wilson(rejections, studies);
}
