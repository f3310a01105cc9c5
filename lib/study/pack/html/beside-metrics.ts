import { metrics } from "#lib/metrics/registry.ts";
import { measureTitle } from "../../measure-words.ts";
import type { StudyReport } from "../../report.ts";
import { BESIDE_METRICS } from "../../results/beside-metrics.ts";
import { STATEMENTS } from "../../statement.ts";
import { scoreName, scoreOf } from "../arm-score.ts";
import { metricFigure } from "../metric-figure.ts";
import type { PackSubject } from "../pack-subject.ts";
import { htmlTable } from "./table.ts";

const nameOf = (metricId: string): string => metrics.get(metricId)?.name ?? metricId;

/** What people say beside where the map lies and what the model says, never averaged. */
export function besideMetrics(subject: PackSubject): string[] {
  const { report, arms } = subject;
  const figures = STATEMENTS.flatMap((statement) => {
    const figure = metricFigure(subject, statement);
    const words = `Maps ${statement} a class: each point is a method, with both intervals.`;
    return figure ? [`<figure>${figure}<figcaption>${words}</figcaption></figure>`] : [];
  });
  return [
    htmlTable({
      caption: `${measureTitle(report.measure)} beside automatic metrics${report.simulated ? ", simulated raters" : ""}: means over rated maps, 95 % intervals`,
      head: ["Method", scoreName(report), ...BESIDE_METRICS.map(nameOf)],
      words: 1,
      rows: report.arms.map((arm, at) => [
        `${arms[at].number}  ${arm.label}`,
        { estimate: scoreOf(arm), decimals: 2 },
        ...BESIDE_METRICS.map((id) => ({
          estimate: arm.metrics.find(({ metricId }) => metricId === id)?.mean,
          decimals: 3,
        })),
      ]),
    }),
    ...figures,
    correlations(report),
  ];
}

function correlations({ correlations }: StudyReport): string {
  if (correlations.length === 0) return "<p>No metric was computed for the rated maps.</p>";
  return htmlTable({
    caption:
      "Spearman’s rank correlation of each metric with the score, over single maps; intervals resample maps and are not corrected for their number",
    head: ["Metric", "profile", "maps", "correlation, 95 % interval", "rated maps"],
    words: 3,
    rows: correlations.map(({ metricId, profile, statement, rho }) => [
      nameOf(metricId),
      profile,
      `${statement} a class`,
      { estimate: rho, decimals: 2 },
      "value" in rho ? rho.n : "undefined",
    ]),
  });
}
