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

/** A test of a drawn study; one that is undefined does not reject: in life there would be nothing to publish. */
export type DrawnTest = { p: number } | { undefined: string };

/**
 * Power by simulation (Green and MacLeod 2016): the share of drawn studies in which the test that will be used rejects, with
 * Wilson's interval for the chance of drawing. For what has no formula: crossed raters and items, ordered answers, incomplete designs.
 * With an effect of 0 it is the test's real level.
 *
 * @param draw a study from its own source of randomness, and the p value of its test
 * @returns undefined `no_values` for no studies
 */
export function simulatedPower(
  draw: (random: Random) => DrawnTest,
  options: SimulatedPowerOptions,
): Estimate {
  return simulatedPowers(1, (random) => [draw(random)], options)[0];
}

/**
 * The power of each of several tests of the same study, by the same drawn studies.
 *
 * @param draw a study, and its `tests` tests in a fixed order
 */
export function simulatedPowers(
  tests: number,
  draw: (random: Random) => readonly DrawnTest[],
  { random, alpha, studies }: SimulatedPowerOptions,
): Estimate[] {
  const rejections = new Array<number>(tests).fill(0);
  for (let study = 0; study < studies; study++)
    draw(random.fork(study)).forEach((found, test) => {
      if ("p" in found && found.p <= alpha) rejections[test]++;
    });
  return rejections.map((count) => wilson(count, studies));
}
