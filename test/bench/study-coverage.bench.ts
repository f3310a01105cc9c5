import { writeFile } from "node:fs/promises";
import { createRandom } from "#lib/tensor/random.ts";
import type { Benchmark } from "./bench.ts";
import { agreementCases } from "./coverage/agreement-cases.ts";
import { measureCoverage } from "./coverage/case.ts";
import { coveragePage } from "./coverage/coverage-page.ts";
import { measureDecisions } from "./coverage/decisions.ts";
import { meanCases } from "./coverage/mean-cases.ts";
import { preferenceCases } from "./coverage/preference-cases.ts";

const STUDIES = Number(process.env.STUDY_COVERAGE_STUDIES ?? 200);
/** Arms 0 and 1 are the same but for their maps, 2 and 3 lie a fifth of a scale point apart, the last far off. */
const DESIGN = { items: 20, plausibility: [0.4, 0.4, 0.6, 0.65, 0.8], spread: 0 };
const RATERS = [10, 20, 40];
const UNITS = [30, 100];
const PAGE = new URL("../../docs/results/coverage.md", import.meta.url);

/** How often intervals of a study's results hold the truth, and how often its tests find what is and what is not there. */
export default {
  name: "study-coverage",
  about: `${STUDIES} simulated studies with a known truth for each estimator; writes docs/results/coverage.md.`,
  async run() {
    const cases = [
      ...meanCases(DESIGN, RATERS),
      ...preferenceCases(RATERS.slice(1)),
      ...agreementCases(UNITS),
    ];
    const coverages = cases.map((one) => {
      const found = measureCoverage(one, createRandom(`coverage of ${one.name}`), STUDIES);
      console.log(`  ${found.percent.toFixed(1)} %  ${one.name}`);
      return found;
    });
    const decisions = RATERS.map((raters) => measureDecisions(DESIGN, raters, STUDIES));
    await writeFile(PAGE, coveragePage(coverages, decisions, STUDIES));
    return [
      ...coverages.map(({ name, percent }) => ({ name, value: percent, unit: "%", target: "93 to 97" })),
      ...decisions.map(({ raters, equal }) => ({
        name: `equal arms told apart; ${raters} raters`,
        value: equal,
        unit: "%",
        target: "< 5",
      })),
    ];
  },
} satisfies Benchmark;
