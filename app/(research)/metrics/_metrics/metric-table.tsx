import { formatInterval, formatNumber } from "#components/figures/format-number.ts";
import { IntervalStrip } from "#components/figures/interval-strip.tsx";
import { methodTone } from "#components/figures/method-tone.ts";
import { undefinedWords } from "#components/figures/undefined-words.ts";
import { classNames } from "#components/ui/class-names.ts";
import { Table, Td, Th } from "#components/ui/table.tsx";
import { IMPORTED } from "#lib/explain/imported.ts";
import { type Direction, directionFor, type Metric } from "#lib/metrics/define-metric.ts";
import type {
  MetricCell,
  MetricTableArm,
  MetricTable as MetricTableData,
} from "#lib/services/metrics/get-metric-table.ts";
import { describeRule } from "../../explanations/_run/target-rule.ts";

interface MetricTableProps {
  caption: string;
  table: MetricTableData;
  metrics: readonly Metric[];
  /** Metrics that also get a point over its interval. */
  strips: readonly string[];
}

export function MetricTable({ caption, table, metrics, strips }: MetricTableProps) {
  const ordered = [...metrics].sort((a, b) => Number(strips.includes(b.id)) - Number(strips.includes(a.id)));
  return (
    <Table caption={caption}>
      <thead>
        <tr>
          <Th pinned>Method</Th>
          {ordered.map((metric) => (
            <Th key={metric.id} numeric className="min-w-24">
              {metric.name}
              <span className="block text-xs">{metric.direction} is better</span>
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.arms.map((arm) => (
          <tr key={arm.id}>
            <Th scope="row" pinned className="max-w-40 min-w-32 align-top sm:max-w-64">
              <span
                className={classNames("block", methodTone(arm.explainerId) === "control" && "text-muted")}
              >
                {arm.label}
              </span>
              <span className="block text-xs text-muted">
                {arm.explainerId === IMPORTED ? "imported · " : ""}
                {describeRule(arm.targetRule)} · {arm.modelName}
              </span>
            </Th>
            {ordered.map((metric) => (
              <ScoreCell
                key={metric.id}
                arm={arm}
                cell={arm.cells[metric.id]}
                domain={[metric.range[0] ?? 0, metric.range[1] ?? largest(table, metric.id)]}
                strip={strips.includes(metric.id)}
                better={
                  directionFor(metric, arm.explains) === metric.direction
                    ? null
                    : directionFor(metric, arm.explains)
                }
              />
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function largest(table: MetricTableData, metricId: string): number {
  return Math.max(1, ...table.arms.map((arm) => arm.cells[metricId]?.estimate?.high ?? 0));
}

interface ScoreCellProps {
  arm: MetricTableArm;
  cell: MetricCell | undefined;
  domain: [number, number];
  strip: boolean;
  /** Which way is better, where it is not that of the column. */
  better: Direction | null;
}

function ScoreCell({ arm, cell, domain, strip, better }: ScoreCellProps) {
  if (!cell?.estimate) {
    const reason = cell?.reason ? undefinedWords(cell.reason) : "nothing measured yet";
    return (
      <Td numeric className="align-top whitespace-normal text-muted">
        <span className="block">undefined</span>
        <span className="block text-xs">{reason}</span>
      </Td>
    );
  }
  const { value, low, high } = cell.estimate;
  return (
    <Td numeric className="align-top">
      <div className="flex items-center justify-end gap-3">
        {strip ? (
          <span aria-hidden="true" className="hidden w-28 flex-1 lg:block">
            <IntervalStrip
              value={value}
              low={low}
              high={high}
              domain={domain}
              tone={methodTone(arm.explainerId)}
            />
          </span>
        ) : null}
        <div>
          {formatNumber(value)}
          <span className="block text-xs text-muted">{formatInterval(low, high, 2)}</span>
          {better ? <span className="block text-xs text-muted">{better} is better here</span> : null}
          {cell.undefinedCount > 0 ? (
            <span
              className="block text-xs text-muted"
              title={cell.reason ? undefinedWords(cell.reason) : undefined}
            >
              n {cell.defined}, {cell.undefinedCount} undefined
            </span>
          ) : null}
        </div>
      </div>
    </Td>
  );
}
