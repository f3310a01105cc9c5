import { computeReport, type RatedStimulus, type ReportArm } from "#lib/study/compute-report.ts";
import type { StudyReport } from "#lib/study/report.ts";

/** A report as a study of these arms and ratings has it; no metrics were computed. */
export function studyReport(
  arms: readonly ReportArm[],
  ratings: readonly RatedStimulus[],
  simulated = false,
): StudyReport {
  const raters = new Set(ratings.map(({ rater }) => rater)).size;
  return {
    simulated,
    templateId: "plausibility-rating",
    templateVersion: 1,
    seed: 1,
    raters: { consented: raters, answering: raters, completed: raters, withdrawn: 0 },
    ratings: ratings.length,
    ...computeReport({ seed: 1, scale: [1, 2, 3, 4, 5], arms, ratings, metrics: [] }),
  };
}
