import type { LabelledEstimate } from "#components/figures/estimate.ts";
import { Figure } from "#components/figures/figure.tsx";
import { formatInterval, formatNumber } from "#components/figures/format-number.ts";
import { IntervalPlot } from "#components/figures/interval-plot.tsx";
import { methodTone } from "#components/figures/method-tone.ts";
import { undefinedWords } from "#components/figures/undefined-words.ts";
import type { Metric } from "#lib/metrics/define-metric.ts";
import type { MetricTable } from "#lib/services/metrics/get-metric-table.ts";

const round = (value: number) => Number(value.toPrecision(6));

/** One metric over all arms, with the sentence that says what is seen. */
export function MetricFigure({ table, metric }: { table: MetricTable; metric: Metric }) {
  const rows = table.arms.map((arm): LabelledEstimate => {
    const cell = arm.cells[metric.id];
    return {
      id: arm.id,
      label: arm.label,
      tone: methodTone(arm.explainerId),
      estimate: cell?.estimate ?? { undefined: cell?.reason ?? "no_values" },
    };
  });
  return (
    <Figure
      title={metric.name}
      sentence={`${sentence(rows, metric)} It is the ${metric.formula}.`}
      data={{
        columns: ["method", "mean", "low", "high", "images", "note"],
        rows: rows.map(({ label, estimate }) =>
          "value" in estimate
            ? [label, round(estimate.value), round(estimate.low), round(estimate.high), estimate.n, ""]
            : [label, null, null, null, 0, undefinedWords(estimate.undefined)],
        ),
      }}
    >
      <IntervalPlot
        title={metric.name}
        axis={`${metric.name}, mean over images (${metric.direction} is better)`}
        rows={rows}
        decimals={3}
      />
    </Figure>
  );
}

/**
 * Names the best method and says whether the next one can be told apart from it. Controls are left out, and so are maps
 * against a class: they answer another question, about another class.
 */
function sentence(rows: readonly LabelledEstimate[], metric: Metric): string {
  const known = rows.flatMap(({ label, tone, estimate }) =>
    (tone === "for" || tone === "method") && "value" in estimate ? [{ label, ...estimate }] : [],
  );
  const sign = metric.direction === "higher" ? -1 : 1;
  const [best, next] = known.sort((a, b) => sign * (a.value - b.value));
  if (!best) return `No method has a value of ${metric.name.toLowerCase()} yet.`;
  const first = `Among maps for a class, ${best.label} is best at ${formatNumber(best.value)} ${formatInterval(best.low, best.high)}, over ${best.n} images`;
  if (!next) return `${first}.`;
  const apart = best.low > next.high || next.low > best.high;
  return `${first}; ${next.label} follows at ${formatNumber(next.value)}, and their intervals ${apart ? "do not overlap" : "overlap, so their order is not settled"}.`;
}
