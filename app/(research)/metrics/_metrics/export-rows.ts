import type { FigureData } from "#components/figures/table-to-csv.ts";
import type { ArmComparison } from "#lib/services/metrics/compare-arms.ts";
import type { MetricTable } from "#lib/services/metrics/get-metric-table.ts";

/** The metric table as rows: one a method and metric, every definition that was scored. */
export function meanRows({ arms, metricIds }: MetricTable): FigureData {
  return {
    columns: [
      "method",
      "explainer",
      "target_rule",
      "model",
      "metric",
      "mean",
      "low",
      "high",
      "images",
      "undefined_images",
      "reason",
    ],
    rows: arms.flatMap(({ label, explainerId, targetRule, modelName, cells }) =>
      metricIds.map((metricId) => {
        const { estimate, defined, undefinedCount, reason } = cells[metricId];
        return [
          label,
          explainerId,
          targetRule,
          modelName,
          metricId,
          estimate?.value ?? null,
          estimate?.low ?? null,
          estimate?.high ?? null,
          defined,
          undefinedCount,
          reason ?? "",
        ];
      }),
    ),
  };
}

/** One metric of one method against each other, as rows. */
export function comparisonRows({ reference, rows }: ArmComparison, metricId: string): FigureData {
  return {
    columns: [
      "metric",
      "method",
      "minus",
      "difference",
      "low",
      "high",
      "images",
      "p",
      "p_holm",
      "rank_biserial",
      "note",
    ],
    rows: rows.map(({ label, difference, test, adjusted, effect }) => [
      metricId,
      reference.label,
      label,
      "value" in difference ? difference.value : null,
      "value" in difference ? difference.low : null,
      "value" in difference ? difference.high : null,
      "value" in difference ? difference.n : 0,
      "p" in test ? test.p : null,
      adjusted,
      "value" in effect ? effect.value : null,
      "undefined" in difference ? difference.undefined : "",
    ]),
  };
}
