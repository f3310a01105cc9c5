import type { Coverage } from "./case.ts";
import type { Decisions } from "./decisions.ts";

/** Two standard errors of a share of independent intervals, in percentage points. */
const uncertainty = (percent: number, intervals: number): number =>
  2 * Math.sqrt((percent * (100 - percent)) / intervals);

/** docs/results/coverage.md, written from what was measured. */
export function coveragePage(
  coverages: readonly Coverage[],
  decisions: readonly Decisions[],
  studies: number,
): string {
  return `# How often intervals hold the truth

Written by \`npm run bench study-coverage\`; do not edit. ${studies} simulated studies a row. An interval of 95 % should hold the truth in 95 % of
them. A study gives one interval for each arm, or pair of arms, so that rows count several a study; those of one study depend on each
other, and the last column, two standard errors as if they did not, is the least that a share is uncertain by.

| Estimator | Truth | Intervals | Hold the truth | ± |
| --- | --- | --- | --- | --- |
${coverages
  .map(
    ({ name, truth, intervals, percent, undefined: none }) =>
      `| ${name} | ${truth} | ${intervals}${none > 0 ? `, ${none} undefined` : ""} | ${percent.toFixed(1)} % | ${uncertainty(percent, intervals).toFixed(1)} |`,
  )
  .join("\n")}

## How often a test finds what is there

Five arms, 20 images a rater, p corrected by Holm for 10 pairs, below .05.

| Raters | equal arms told apart | .2 points told apart | 1.6 points told apart |
| --- | --- | --- | --- |
${decisions
  .map(
    ({ raters, equal, small, large }) =>
      `| ${raters} | ${equal.toFixed(1)} % | ${small.toFixed(1)} % | ${large.toFixed(1)} % |`,
  )
  .join("\n")}

## What is simulated

- *Means and differences*: five arms whose maps have a planted plausibility, two of them the same, rated by people who differ in their level
  and in how they use the scale (\`test/support/planted-study.ts\`).
- *Preference*: four arms, 20 trials a rater. Every person has a scale of their own, about that of all; the models assume one for all, and their
  truth is what they say of 20,000 people.
- *Alpha, ICC, correlation*: normal pictures and answers, other raters on every picture; alpha of the nearest points of a scale.
`;
}
