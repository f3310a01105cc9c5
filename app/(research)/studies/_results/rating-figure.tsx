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

/** Ranks what was rated under one sentence; why-not maps and controls are named beside, not among, the others. */
function sentence({ arms }: StudyReport): string {
  const known = arms.flatMap((arm) => ("value" in arm.rating ? [{ ...arm, ...arm.rating }] : []));
  const isControl = (arm: { explainerId: string }) => methodTone(arm.explainerId) === "control";
  const list = (some: typeof known) =>
    some.map(({ label, value }) => `${label} ${formatNumber(value, 2)}`).join(", ");
  const methods = known.filter((arm) => !isControl(arm));
  const ranked = methods.filter((arm) => arm.statement === "for").sort((a, b) => b.value - a.value);
  const against = list(methods.filter((arm) => arm.statement === "against"));
  const controls = list(known.filter(isControl));
  const [best, next] = ranked;
  const parts = [
    best
      ? `Among maps for a class, ${best.label} is rated highest, ${formatNumber(best.value, 2)} ${formatInterval(best.low, best.high, 2)}`
      : null,
    best && next
      ? `; ${next.label} follows at ${formatNumber(next.value, 2)}, ${best.low > next.high ? "outside" : "within reach of"} its interval`
      : null,
    best ? ". " : null,
    against ? `Why-not maps, rated under another sentence: ${against}. ` : null,
    controls ? `Controls: ${controls}. ` : null,
    "Intervals are 95 % bootstrap intervals that resample whole raters, because one person's answers belong together.",
  ];
  return known.length > 0
    ? parts.join("")
    : "No method has been rated by two raters yet, so there is no interval to show.";
}
