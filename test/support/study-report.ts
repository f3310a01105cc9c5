import { groupBy } from "#lib/stats/group-by.ts";
import { computeReport, type MapMetric, type ReportArm } from "#lib/study/compute-report.ts";
import { countFlow } from "#lib/study/rater-flow.ts";
import type { StudyReport } from "#lib/study/report.ts";
import type { RatedStimulus } from "#lib/study/score-answers.ts";
import { plausibilityRating } from "#lib/study/templates/plausibility-rating.ts";

/** A report as a plausibility study of these arms, ratings and metrics has it. */
export function studyReport(
  arms: readonly ReportArm[],
  ratings: readonly RatedStimulus[],
  simulated = false,
  metrics: readonly MapMetric[] = [],
): StudyReport {
  const byRater = groupBy(ratings, ({ rater }) => rater);
  const raters = byRater.size;
  const values = [1, 2, 3, 4, 5];
  const answers = ratings.map(({ rater, itemId, value, armId, mapId }) => ({
    rater,
    itemId,
    value,
    detail: null,
    panels: [{ armId, mapId, correct: null }],
  }));
  return {
    simulated,
    templateId: "plausibility-rating",
    templateVersion: 1,
    seed: 1,
    raters: { consented: raters, answering: raters, completed: raters, withdrawn: 0 },
    flow: countFlow(
      [...byRater.values()].map((own) => ({
        withdrawn: false,
        completed: true,
        practised: true,
        screened: false,
        pilot: false,
        record: { trials: own.length, answers: own.map(({ value }) => ({ value, responseTimeMs: 2000 })) },
      })),
      {},
    ),
    withoutExclusions: null,
    measure: plausibilityRating.measure,
    values,
    ratings: ratings.length,
    ...computeReport({ seed: 1, template: plausibilityRating, values, arms, answers, ratings, metrics }),
  };
}
