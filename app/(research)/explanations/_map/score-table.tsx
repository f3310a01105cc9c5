import { formatInterval, formatNumber } from "#components/figures/format-number.ts";
import { undefinedWords } from "#components/figures/undefined-words.ts";
import { Table, Td, Th } from "#components/ui/table.tsx";
import { measureOf } from "#lib/metrics/choose-metrics.ts";
import { definitionSpread, factsOf } from "#lib/metrics/definition-spread.ts";
import { metrics, otherDefinitions, probingMetrics } from "#lib/metrics/registry.ts";
import type { MetricScore } from "#lib/metrics/score-map.ts";

/** In the order of tables. A score of a metric that is no longer there is left out. */
const KNOWN = [...metrics.keys(), ...otherDefinitions.keys(), ...probingMetrics.keys()];

/** Every score of one map; definitions of the same measure share a line, with what the choice between them is worth. */
export function ScoreTable({ scores }: { scores: readonly MetricScore[] }) {
  const known = scores.filter(({ metricId }) => KNOWN.includes(metricId));
  const spreads = new Map(definitionSpread(known).map((spread) => [spread.measure, spread]));
  const recommended = known
    .filter(({ metricId }) => measureOf(factsOf(metricId)) === metricId)
    .sort((a, b) => KNOWN.indexOf(a.metricId) - KNOWN.indexOf(b.metricId));
  return (
    <Table caption="Scores of this map by every definition">
      <thead>
        <tr>
          <Th pinned>Metric</Th>
          <Th numeric>Value</Th>
          <Th>By other definitions</Th>
          <Th numeric>Spread</Th>
        </tr>
      </thead>
      <tbody>
        {recommended.map(({ metricId, value, undefinedReason }) => {
          const spread = spreads.get(metricId);
          const others = spread?.byDefinition.filter((one) => one.metricId !== metricId) ?? [];
          return (
            <tr key={metricId} className="align-top">
              <Th scope="row" pinned className="min-w-36 align-top">
                {factsOf(metricId).name}
                <span className="block text-xs text-muted">{factsOf(metricId).direction} is better</span>
              </Th>
              <Td numeric>
                <Value value={value} reason={undefinedReason} />
              </Td>
              <Td className="min-w-48">
                {others.map((one) => (
                  <span key={one.metricId} className="mr-4 inline-block tabular-nums">
                    <span className="text-muted">{factsOf(one.metricId).name}</span>{" "}
                    <Value value={one.value} reason={one.reason} />
                  </span>
                ))}
              </Td>
              <Td numeric>
                {spread?.low != null && spread.high != null ? (
                  <>
                    {formatNumber(spread.high - spread.low)}
                    <span className="block text-xs text-muted">
                      {formatInterval(spread.low, spread.high)}
                    </span>
                  </>
                ) : null}
              </Td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}

function Value({ value, reason }: { value: number | null; reason: string | null }) {
  if (value !== null) return formatNumber(value, Number.isInteger(value) && value > 1 ? 0 : 3);
  return (
    <span className="whitespace-normal text-muted">undefined: {undefinedWords(reason ?? "no_values")}</span>
  );
}
