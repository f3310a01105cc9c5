import { measureOf } from "./choose-metrics.ts";
import type { MetricFacts } from "./define-metric.ts";
import { metrics, otherDefinitions, probingMetrics } from "./registry.ts";
import type { MetricScore } from "./score-map.ts";

/** One measure of one map by every definition that scored it. */
export interface DefinitionSpread {
  measure: string;
  byDefinition: { metricId: string; profile: string; value: number | null; reason: string | null }[];
  /** Smallest and largest value: what the choice of a definition alone is worth. Null with fewer than two values. */
  low: number | null;
  high: number | null;
}

/**
 * The scores of one map, those that measure the same by different definitions put together. A measure with one definition is left
 * out: it has no spread.
 */
export function definitionSpread(scores: readonly MetricScore[]): DefinitionSpread[] {
  const groups = new Map<string, DefinitionSpread["byDefinition"]>();
  for (const { metricId, profile, value, undefinedReason } of scores) {
    const measure = measureOf(factsOf(metricId));
    const group = groups.get(measure) ?? [];
    group.push({ metricId, profile, value, reason: undefinedReason });
    groups.set(measure, group);
  }
  return [...groups].flatMap(([measure, byDefinition]) => {
    if (byDefinition.length < 2) return [];
    const values = byDefinition.flatMap(({ value }) => (value === null ? [] : [value]));
    const known = values.length > 1;
    return [
      {
        measure,
        byDefinition,
        low: known ? Math.min(...values) : null,
        high: known ? Math.max(...values) : null,
      },
    ];
  });
}

/** What is declared of a metric, wherever it is registered. @throws Error for an id that is not */
export function factsOf(id: string): MetricFacts {
  const facts = metrics.get(id) ?? otherDefinitions.get(id) ?? probingMetrics.get(id);
  if (!facts) throw new Error(`there is no metric ${id}`);
  return facts;
}

/** Whether a stored score is of a metric that is still registered. */
export function isKnown(id: string): boolean {
  return metrics.has(id) || otherDefinitions.has(id) || probingMetrics.has(id);
}
