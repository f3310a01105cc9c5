import { ExportData } from "#components/figures/export-data.tsx";
import { formatInterval, formatNumber } from "#components/figures/format-number.ts";
import { Section } from "#components/ui/section.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import { measureOf } from "#lib/metrics/choose-metrics.ts";
import type { Metric } from "#lib/metrics/define-metric.ts";
import { definitionSpread, factsOf, isKnown } from "#lib/metrics/definition-spread.ts";
import type { MetricScore } from "#lib/metrics/score-map.ts";
import type { MetricTable, MetricTableArm } from "#lib/services/metrics/get-metric-table.ts";

interface DefinitionSpreadSectionProps {
  table: MetricTable;
  metric: Metric;
}

/** One measure of every method by each definition that was scored: what the choice of a definition alone is worth. */
export function DefinitionSpreadSection({ table, metric }: DefinitionSpreadSectionProps) {
  const rows = table.arms.map((arm) => ({ arm, spread: spreadOf(arm, measureOf(metric)) }));
  const definitions = rows[0]?.spread?.byDefinition.map(({ metricId }) => metricId) ?? [];
  if (definitions.length < 2) return null;
  const meanBy = (row: (typeof rows)[number], id: string) =>
    row.spread?.byDefinition.find(({ metricId }) => metricId === id)?.value ?? null;
  const title = `${factsOf(measureOf(metric)).name} by definition`;
  return (
    <Section
      title="What the definition is worth"
      context={`${factsOf(measureOf(metric)).name} by each definition`}
      actions={
        <ExportData
          title={title}
          align="end"
          data={{
            columns: ["method", ...definitions, "low", "high"],
            rows: rows.map((row) => [
              row.arm.label,
              ...definitions.map((id) => meanBy(row, id)),
              row.spread?.low ?? null,
              row.spread?.high ?? null,
            ]),
          }}
        />
      }
    >
      <Table caption={title}>
        <thead>
          <tr>
            <Th pinned>Method</Th>
            {definitions.map((id) => (
              <Th key={id} numeric className="min-w-28">
                {factsOf(id).name}
                <span className="block text-xs">{factsOf(id).profile}</span>
              </Th>
            ))}
            <Th numeric>Spread</Th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.arm.id}>
              <Th scope="row" pinned className="min-w-32 align-top">
                {row.arm.label}
              </Th>
              {definitions.map((id) => {
                const value = meanBy(row, id);
                return (
                  <Td key={id} numeric className="align-top">
                    {value === null ? <span className="text-muted">undefined</span> : formatNumber(value)}
                  </Td>
                );
              })}
              <Td numeric className="align-top">
                {row.spread?.low != null && row.spread.high != null ? (
                  <>
                    {formatNumber(row.spread.high - row.spread.low)}
                    <span className="block text-xs text-muted">
                      {formatInterval(row.spread.low, row.spread.high)}
                    </span>
                  </>
                ) : (
                  "–"
                )}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
      <p className="mt-3 max-w-prose text-sm text-muted">
        Means over the same maps and images: where the spread is as large as the difference of two methods,
        their order depends on whose definition is used.
      </p>
    </Section>
  );
}

/** The definitions of one measure with the means of an arm. */
function spreadOf({ cells }: MetricTableArm, measure: string) {
  const scores = Object.entries(cells).flatMap(([metricId, cell]): MetricScore[] =>
    isOf(metricId, measure)
      ? [
          {
            metricId,
            profile: factsOf(metricId).profile,
            value: cell.estimate?.value ?? null,
            undefinedReason: null,
            parameters: {},
          },
        ]
      : [],
  );
  return definitionSpread(scores)[0] ?? null;
}

/** A score of a metric that is no longer there is of no measure. */
function isOf(metricId: string, measure: string): boolean {
  return isKnown(metricId) && measureOf(factsOf(metricId)) === measure;
}
