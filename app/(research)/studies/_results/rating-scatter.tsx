import { Figure } from "#components/figures/figure.tsx";
import { formatInterval, formatNumber } from "#components/figures/format-number.ts";
import { methodTone } from "#components/figures/method-tone.ts";
import { ScatterPlot, type ScatterPoint } from "#components/figures/scatter-plot.tsx";
import { undefinedWords } from "#components/figures/undefined-words.ts";
import { LinkTabs } from "#components/ui/tabs.tsx";
import { metrics } from "#lib/metrics/registry.ts";
import { measureRange, measureTitle } from "#lib/study/measure-words.ts";
import type { StudyReport } from "#lib/study/report.ts";
import type { Statement } from "#lib/study/template.ts";

interface RatingScatterProps {
  report: StudyReport;
  metricId: string | undefined;
  statement: Statement;
  hrefOf: (metric: string, statement: Statement) => string;
}

const DEFAULT_METRIC = "top5-in-mask";

/** One automatic metric against what people answered, a point a method. Maps for and against a class are never pooled. */
export function RatingScatter({ report, metricId, statement, hrefOf }: RatingScatterProps) {
  const metric = metrics.get(metricId ?? "") ?? metrics.get(DEFAULT_METRIC);
  if (!metric) return null;
  const points = report.arms.flatMap((arm): ScatterPoint[] => {
    const mean = arm.metrics.find((row) => row.metricId === metric.id)?.mean;
    if (arm.statement !== statement || !mean || "undefined" in mean || "undefined" in arm.score) return [];
    return [{ id: arm.armId, label: arm.label, tone: methodTone(arm.explainerId), x: mean, y: arm.score }];
  });
  const hasAgainst = report.arms.some((arm) => arm.statement === "against");
  return (
    <div>
      <LinkTabs
        label="Automatic metric"
        tabs={[...metrics.values()].map(({ id, name }) => ({
          label: name,
          href: hrefOf(id, statement),
          current: id === metric.id,
        }))}
      />
      {hasAgainst ? (
        <LinkTabs
          label="Kind of map"
          tabs={(["for", "against"] as const).map((kind) => ({
            label: kind === "for" ? "Maps for a class" : "Maps against a class",
            href: hrefOf(metric.id, kind),
            current: kind === statement,
          }))}
        />
      ) : null}
      <div className="mt-4">
        {points.length === 0 ? (
          <p className="text-muted">No method of this kind has both answers and this metric.</p>
        ) : (
          <Figure
            title={`${measureTitle(report.measure)} against ${metric.name.toLowerCase()}${report.simulated ? ", simulated raters" : ""}`}
            sentence={sentence(report, metric.id, metric.name, statement, points.length)}
            data={{
              columns: ["method", metric.name, "low", "high", "score", "score low", "score high"],
              rows: points.map(({ label, x, y }) => [
                label,
                ...[x.value, x.low, x.high, y.value, y.low, y.high].map((n) => Number(n.toFixed(4))),
              ]),
            }}
          >
            <ScatterPlot
              title={`${measureTitle(report.measure)} against ${metric.name}`}
              xAxis={`${metric.name} (mean over rated maps)`}
              yAxis={`${measureRange(report.measure)}${report.simulated ? "; simulated" : ""}`}
              points={points}
            />
          </Figure>
        )}
      </div>
    </div>
  );
}

function sentence(
  report: StudyReport,
  metricId: string,
  name: string,
  statement: Statement,
  shown: number,
): string {
  const rho = report.correlations.find(
    (row) => row.metricId === metricId && row.statement === statement,
  )?.rho;
  const head = `Each point is a method (${shown} shown) with both intervals.`;
  if (!rho || "undefined" in rho) {
    return `${head} Over single maps the rank correlation is undefined: ${undefinedWords(rho?.undefined ?? "no_values")}.`;
  }
  const unclear = rho.low <= 0 && rho.high >= 0 ? ", so its direction is not settled" : "";
  return `${head} Over the ${rho.n} rated maps ${statement} a class, Spearman's rank correlation between ${name.toLowerCase()} and the ${report.measure.name} is ${formatNumber(rho.value, 2)} ${formatInterval(rho.low, rho.high, 2)}${unclear}. ${ceilingWords(report, statement)}`;
}

/** How high any metric could correlate with these ratings. */
function ceilingWords({ reliability = [] }: StudyReport, statement: Statement): string {
  const ceiling = reliability.find((row) => row.statement === statement)?.ceiling;
  if (!ceiling) return "";
  return "value" in ceiling
    ? `No metric can be expected to correlate higher than ${formatNumber(ceiling.value, 2)} ${formatInterval(ceiling.low, ceiling.high, 2)} with these means: raters differ.`
    : `How high a metric could correlate is undefined: ${undefinedWords(ceiling.undefined)}.`;
}
