import type { LabelledEstimate } from "#components/figures/estimate.ts";
import { Figure } from "#components/figures/figure.tsx";
import { formatNumber } from "#components/figures/format-number.ts";
import { IntervalPlot } from "#components/figures/interval-plot.tsx";
import { methodTone } from "#components/figures/method-tone.ts";
import { measureRange, measureTitle } from "#lib/study/measure-words.ts";
import type { StudyReport } from "#lib/study/report.ts";

/** Mean score of each arm, interval clustered by rater. */
export function RatingFigure({ report }: { report: StudyReport }) {
  const { measure, simulated, values } = report;
  const title = `${measureTitle(measure)} by method`;
  const rows = report.arms.map(
    (arm): LabelledEstimate => ({
      id: arm.armId,
      label: arm.label,
      note: `${arm.statement === "against" ? "why not · " : ""}${arm.raters} raters, ${arm.ratings} answers`,
      tone: methodTone(arm.explainerId),
      estimate: arm.score,
    }),
  );
  return (
    <Figure
      title={simulated ? `${title}, simulated raters` : title}
      sentence={sentence(report)}
      data={{
        columns: [
          "method",
          "mean",
          "low",
          "high",
          "raters",
          "answers",
          ...values.map((value) => `answered ${value}`),
        ],
        rows: report.arms.map((arm) => {
          const numbers =
            "value" in arm.score ? [arm.score.value, arm.score.low, arm.score.high] : [null, null, null];
          return [
            arm.label,
            ...numbers.map((n) => (n === null ? null : Number(n.toFixed(4)))),
            arm.raters,
            arm.ratings,
            ...arm.counts,
          ];
        }),
      }}
    >
      <IntervalPlot
        title={title}
        axis={`${measureRange(measure)}${simulated ? "; simulated" : ""}`}
        rows={rows}
        domain={[measure.low, measure.high]}
      />
    </Figure>
  );
}

/** What the picture shows. Who leads is for the comparison of pairs to say: whether intervals overlap does not. */
function sentence(report: StudyReport): string {
  const known = report.arms.filter((arm) => "value" in arm.score);
  if (known.length === 0)
    return "No method has been judged by two raters yet, so there is no interval to show.";
  const controls = known
    .filter((arm) => methodTone(arm.explainerId) === "control")
    .map(({ label, score }) => `${label} ${"value" in score ? formatNumber(score.value, 2) : ""}`);
  return [
    `${measureTitle(report.measure)} of each method’s maps.`,
    controls.length > 0 ? `Controls: ${controls.join(", ")}.` : null,
    "Intervals are 95 % bootstrap intervals that resample whole raters, because one person’s answers belong together. Whether two overlap does not say whether the two methods differ.",
  ]
    .filter((part) => part !== null)
    .join(" ");
}
