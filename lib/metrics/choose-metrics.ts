import { AppError } from "#lib/errors.ts";
import { FAMILIES, type Metric, type MetricFacts, type ProbingMetric } from "./define-metric.ts";
import { metrics, otherDefinitions, probingMetrics } from "./registry.ts";

/** Which metrics score a map: those of a finished map, and those that ask the model or the method again. */
export interface ChosenMetrics {
  scored: Metric[];
  probed: ProbingMetric[];
}

/**
 * Table 1 of Li et al. 2021, with the scores that a compact map cannot win beside precision, and curves that a sure model cannot
 * win beside the plain ones.
 */
export const PAPER_METRICS: readonly string[] = [
  "area",
  "precision-box",
  "precision-mask",
  "top5-in-mask",
  "rank-accuracy",
  "pointing-game",
  "insertion-auc",
  "deletion-auc",
  "insertion-auc-over-clean",
  "deletion-auc-over-clean",
  "infidelity",
  "max-sensitivity",
];

/** The id under which definitions of the same thing are kept together. */
export const measureOf = ({ id, measure }: MetricFacts): string => measure ?? id;

/**
 * Metrics by id or family; `paper` and `all` are lists of their own.
 * @param withDefinitions also those that measure the same by another definition
 * @throws AppError `invalid` for a name that is neither
 */
export function chooseMetrics(names: readonly string[], withDefinitions: boolean): ChosenMetrics {
  const wanted = new Set(names.flatMap(idsOf));
  const every = [...metrics.values(), ...otherDefinitions.values(), ...probingMetrics.values()];
  const measures = new Set(every.filter(({ id }) => wanted.has(id)).map(measureOf));
  const isWanted = (metric: MetricFacts) =>
    wanted.has(metric.id) || (withDefinitions && measures.has(measureOf(metric)));
  return {
    scored: [...metrics.values(), ...otherDefinitions.values()].filter(isWanted),
    probed: [...probingMetrics.values()].filter(isWanted),
  };
}

function idsOf(name: string): readonly string[] {
  const every = [...metrics.values(), ...otherDefinitions.values(), ...probingMetrics.values()];
  if (name === "paper") return PAPER_METRICS;
  if (name === "all") return every.map(({ id }) => id);
  const found = every.filter(({ id, family }) => id === name || family === name);
  if (found.length > 0) return found.map(({ id }) => id);
  const ids = every.map(({ id }) => id).join(", ");
  throw new AppError(
    "invalid",
    `There is no metric or family "${name}". Families: ${FAMILIES.join(", ")}. Metrics: ${ids}.`,
  );
}
