import { assignTrials } from "#lib/study/assignment.ts";
import type { ReportInput } from "#lib/study/compute-report.ts";
import { scoreAnswers } from "#lib/study/score-answers.ts";
import { plausibilityRating } from "#lib/study/templates/plausibility-rating.ts";
import { createRandom } from "#lib/tensor/random.ts";

interface Size {
  raters: number;
  items: number;
  arms: number;
  metrics: number;
}

/** What a report of a large study is computed from: the assignment of a real one, ratings and metrics drawn at random. */
export function largeStudy({ raters, items, arms, metrics }: Size): ReportInput {
  const random = createRandom("large study");
  const mapId = (item: number, arm: number) => `m${item}/${arm}`;
  const range = (n: number) => Array.from({ length: n }, (_, i) => i);
  const answers = range(raters).flatMap((rater) =>
    assignTrials({ items, arms, trialsPerRater: items }, 1, rater).map(({ item, arm }) => ({
      rater: `r${rater}`,
      itemId: `i${item}`,
      panels: [{ armId: `a${arm}`, mapId: mapId(item, arm), correct: null }],
      value: 1 + random.integer(5),
      detail: null,
    })),
  );
  return {
    seed: 1,
    template: plausibilityRating,
    values: [1, 2, 3, 4, 5],
    arms: range(arms).map((arm) => ({
      armId: `a${arm}`,
      label: `Method ${arm}`,
      explainerId: `method-${arm}`,
      statement: "for",
    })),
    answers,
    ratings: scoreAnswers(plausibilityRating, answers),
    metrics: range(metrics).flatMap((metric) =>
      range(items * arms).map((k) => ({
        mapId: mapId(Math.floor(k / arms), k % arms),
        armId: `a${k % arms}`,
        metricId: `metric-${metric}`,
        profile: "whynot",
        value: random.uniform(),
      })),
    ),
  };
}
