import { z } from "zod";
import type { ExclusionRule } from "./exclusion-rule.ts";
import { percent, Share } from "./share.ts";

export const StraightLining = z.object({
  /** Of a rater's answers: a run of the same value this long, or longer. */
  run: Share,
  /** Of a rater's answers: the same value this often, or more often. */
  sameValue: Share,
});

/** With fewer answers somebody who looks may well give the same one half of the time in a row. */
const MINIMUM_ANSWERS = 10;

/**
 * The same answer whatever is shown: the longest run of one value ("long string": Johnson 2005, Ascertaining the validity of individual
 * protocols from web-based personality inventories, Journal of Research in Personality 39) or the share of the commonest value. A run of
 * half of all answers is the cut-off of Curran (2016), Methods for the detection of carelessly invalid responses in survey data, Journal
 * of Experimental Social Psychology 66. Does not apply below ten such answers (`too_few_points`).
 */
export const straightLining: ExclusionRule<z.infer<typeof StraightLining>> = {
  title: "Same answer",
  words: ({ run, sameValue }) =>
    `gave the same answer ${percent(run)} of the time in a row, or ${percent(sameValue)} of the time in all`,
  judge: ({ answers }, { run, sameValue }) => {
    const values = answers.flatMap(({ value }) => (value === null ? [] : [value]));
    const n = values.length;
    if (n < MINIMUM_ANSWERS) return { undefined: "too_few_points" };
    const longest = longestRun(values);
    const commonest = commonestCount(values);
    return {
      excluded: longest >= run * n || commonest >= sameValue * n,
      because: `one value ${commonest} times in ${n} answers, ${longest} in a row`,
    };
  },
};

/** Length of the longest stretch of equal values; 0 for none. */
export function longestRun(values: readonly number[]): number {
  let longest = 0;
  let length = 0;
  values.forEach((value, i) => {
    length = i > 0 && value === values[i - 1] ? length + 1 : 1;
    longest = Math.max(longest, length);
  });
  return longest;
}

/** How often the commonest value comes; 0 for none. */
export function commonestCount(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}
