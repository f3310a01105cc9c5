import { measureOf } from "./choose-metrics.ts";
import type { Metric, ProfileId } from "./define-metric.ts";
import { metrics, otherDefinitions } from "./registry.ts";

/**
 * The metrics of a run as one profile defines them; where it says nothing of a measure, or the run has no such scores, the
 * recommended definition.
 *
 * @param scored ids of the metrics that the run has scores of
 */
export function metricsOfProfile(profile: ProfileId, scored: readonly string[]): Metric[] {
  const isScored = ({ id }: Metric) => scored.includes(id);
  const recommended = [...metrics.values()].filter(isScored);
  if (profile === "whynot") return recommended;
  const others = [...otherDefinitions.values()].filter(
    (other) => other.profile === profile && isScored(other),
  );
  return recommended.map(
    (metric) => others.find((other) => measureOf(other) === measureOf(metric)) ?? metric,
  );
}

/** The profiles that define a measure of every run in their own way, the recommended one first. */
export function profilesOfRuns(): ProfileId[] {
  return [...new Set<ProfileId>(["whynot", ...[...otherDefinitions.values()].map(({ profile }) => profile)])];
}
