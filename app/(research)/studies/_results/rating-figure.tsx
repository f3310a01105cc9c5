import type { LabelledEstimate } from "#components/figures/estimate.ts";
import { Figure } from "#components/figures/figure.tsx";
import { formatInterval, formatNumber } from "#components/figures/format-number.ts";
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
      sentence={sentence(rows)}
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
        axis="mean rating, 1 (not at all) to 5 (completely)"
        rows={rows}
        domain={SCALE}
      />
    </Figure>
  );
}

function sentence(rows: readonly LabelledEstimate[]): string {
  const known = rows.flatMap(({ label, tone, estimate }) =>
    "value" in estimate ? [{ label, tone, ...estimate }] : [],
  );
  const controls = known.filter(({ tone }) => tone === "control");
  const [best, next] = known.filter(({ tone }) => tone !== "control").sort((a, b) => b.value - a.value);
  if (!best) return "No method has been rated by two raters yet, so there is no interval to show.";
  const head = `${best.label} is rated highest, ${formatNumber(best.value, 2)} ${formatInterval(best.low, best.high, 2)}`;
  const anchors = controls.map(({ label, value }) => `${label} ${formatNumber(value, 2)}`).join(", ");
  const tail = `${anchors ? `Controls: ${anchors}. ` : ""}Intervals are 95 % bootstrap intervals that resample whole raters, because one person's answers belong together.`;
  if (!next) return `${head}. ${tail}`;
  const apart = best.low > next.high;
  return `${head}; ${next.label} follows at ${formatNumber(next.value, 2)}, ${apart ? "outside" : "within reach of"} its interval. ${tail}`;
}
