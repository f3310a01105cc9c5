import type { Metric } from "./define-metric.ts";
import { metrics, otherDefinitions } from "./registry.ts";

/** Whether a metric of a finished map asks a model: another judge may then give another value. */
export const asksModel = ({ needs }: Pick<Metric, "needs">): boolean => needs.includes("curves");

/** The metrics of every run, in the order of tables, recommended definitions first. */
export const metricsOfRuns = (): Metric[] => [...metrics.values(), ...otherDefinitions.values()];

/** Ids of those that ask a model. */
export const judgedMetricIds = (): string[] =>
  metricsOfRuns()
    .filter(asksModel)
    .map(({ id }) => id);
