import type { LabelledEstimate } from "#components/figures/estimate.ts";
import { Figure } from "#components/figures/figure.tsx";
import { formatNumber } from "#components/figures/format-number.ts";
import { IntervalPlot } from "#components/figures/interval-plot.tsx";
import { methodTone } from "#components/figures/method-tone.ts";
import type { StudyReport } from "#lib/study/report.ts";

const SCALE: [number, number] = [1, 5];

/** Mean rating of each arm, interval clustered by rater. */
export function RatingFigure({ report }: { report: StudyReport }) {
  const rows = report.arms.map(
    (arm): LabelledEstimate => ({
      id: arm.armId,
      label: arm.label,
      note: `${arm.statement === "against" ? "why not · " : ""}${arm.raters} raters, ${arm.ratings} ratings`,
      tone: methodTone(arm.explainerId),
      estimate: arm.rating,
    }),
  );
  return (
    <Figure
      title={report.simulated ? "Mean rating by method, simulated raters" : "Mean rating by method"}
      sentence={sentence(report)}
      data={{
        columns: [
          "method",
          "mean",
          "low",
          "high",
          "raters",
          "ratings",
          "rated 1",
          "rated 2",
          "rated 3",
          "rated 4",
          "rated 5",
        ],
        rows: report.arms.map((arm) => {
          const numbers =
            "value" in arm.rating ? [arm.rating.value, arm.rating.low, arm.rating.high] : [null, null, null];
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
        title="Mean rating by method"
        axis={`mean ${report.simulated ? "simulated " : ""}rating, 1 (not at all) to 5 (completely)`}
        rows={rows}
        domain={SCALE}
      />
    </Figure>
  );
}

/** What the picture shows. Who leads is for the comparison of pairs to say: whether intervals overlap does not. */
function sentence(report: StudyReport): string {
  const known = report.arms.filter((arm) => "value" in arm.rating);
  if (known.length === 0)
    return "No method has been rated by two raters yet, so there is no interval to show.";
  const controls = known
    .filter((arm) => methodTone(arm.explainerId) === "control")
    .map(({ label, rating }) => `${label} ${"value" in rating ? formatNumber(rating.value, 2) : ""}`);
  return [
    "Mean rating of each method’s maps.",
    controls.length > 0 ? `Controls: ${controls.join(", ")}.` : null,
    "Intervals are 95 % bootstrap intervals that resample whole raters, because one person’s answers belong together. Whether two overlap does not say whether the two methods differ.",
  ]
    .filter((part) => part !== null)
    .join(" ");
}
