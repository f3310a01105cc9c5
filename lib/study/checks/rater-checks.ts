import { z } from "zod";

/** Trials between two breaks: fewer would be no break any more. */
const SHORTEST_STRETCH = 5;

/** The checks on raters that a study declares; a study from before there were any has none. */
export const RaterChecks = z.object({
  /** Version of the quiz that has to be passed before practice; null for no quiz. */
  quiz: z.string().nullable().default(null),
  /** How many trials of each rater ask for one answer in words. */
  attention: z.int().min(0).max(20).default(0),
  /** How many trials of each rater are shown a second time. */
  repeats: z.int().min(0).max(50).default(0),
  /** A break is offered after so many trials; null for none. */
  breakEvery: z
    .int("Say after how many pictures there is a break.")
    .min(SHORTEST_STRETCH, `A break comes after ${SHORTEST_STRETCH} pictures at the earliest.`)
    .max(400)
    .nullable()
    .default(null),
});
export type RaterChecks = z.infer<typeof RaterChecks>;

export const NO_CHECKS: RaterChecks = { quiz: null, attention: 0, repeats: 0, breakEvery: null };

/** Trials after practice that one rater is shown: those that are rated and those that check. */
export function shownTrials({
  trialsPerRater,
  checks,
}: {
  readonly trialsPerRater: number;
  readonly checks: Pick<RaterChecks, "attention" | "repeats">;
}): number {
  return trialsPerRater + checks.attention + checks.repeats;
}
