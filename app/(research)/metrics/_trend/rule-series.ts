import { methodTone } from "#components/figures/method-tone.ts";
import type { TrendSeries } from "#components/figures/trend-plot.tsx";
import type { MetricTable } from "#lib/services/metrics/get-metric-table.ts";

/** Target rules that place a class by its similarity to the true one, most similar first. */
const RULES = ["true", "most-similar", "least-similar"] as const;
export const RULE_CATEGORIES = ["true class", "most similar", "least similar"];

const NAMES: Record<string, string> = { "scouter+": "SCOUTER+", "scouter-": "SCOUTER−" };

/**
 * Mean area of each SCOUTER model's arms by their target rule; models with maps by one rule alone have nothing to compare. In the
 * order of the run.
 */
export function ruleSeries({ arms }: MetricTable): TrendSeries[] {
  const placed = arms.filter(
    ({ explainerId, targetRule }) => explainerId in NAMES && RULES.some((rule) => rule === targetRule),
  );
  const models = [...new Set(placed.map(({ explainerId, modelName }) => `${explainerId} ${modelName}`))];
  return models.flatMap((model) => {
    const own = placed.filter(({ explainerId, modelName }) => `${explainerId} ${modelName}` === model);
    const values = RULES.map((rule) => {
      const cell = own.find(({ targetRule }) => targetRule === rule)?.cells.area;
      return cell?.estimate ?? { undefined: cell?.reason ?? "no_values" };
    });
    if (values.filter((value) => "value" in value).length < 2) return [];
    const { explainerId } = own[0];
    return [{ label: NAMES[explainerId], tone: methodTone(explainerId), values }];
  });
}
