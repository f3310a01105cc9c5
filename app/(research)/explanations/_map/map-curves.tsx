import { z } from "zod";
import { CurvePanel } from "#components/figures/curve-panel.tsx";
import { Figure } from "#components/figures/figure.tsx";
import { formatNumber } from "#components/figures/format-number.ts";
import { methodTone } from "#components/figures/method-tone.ts";
import type { Ctx } from "#lib/services/context.ts";
import type { MapDetail } from "#lib/services/explanations/get-map.ts";
import { getMetricCurves } from "#lib/services/metrics/get-metric-curves.ts";
import { CURVES } from "../../metrics/_curves/curve-words.ts";

const Kept = z.object({ curve: z.array(z.number()).min(2) });

/** The curves of one map over the mean of its method. */
export async function MapCurves({ ctx, map }: { ctx: Ctx; map: MapDetail }) {
  const own = CURVES.flatMap((words) => {
    const score = map.metrics.find(({ metricId }) => metricId === words.metricId);
    const kept = Kept.safeParse(score?.parameters);
    return kept.success && score?.value != null
      ? [{ words, value: score.value, curve: kept.data.curve }]
      : [];
  });
  if (own.length === 0) {
    return (
      <p className="text-muted">
        No curve was kept of this map: it was scored before curves were, or it puts no pixel before another.
      </p>
    );
  }
  const { runId, arm } = map;
  const means = await Promise.all(
    own.map(({ words }) => getMetricCurves(ctx, { runId, metricId: words.metricId, armId: arm.id })),
  );
  return (
    <Figure
      title={`Curves of ${arm.label}, ${map.target.name}`}
      sentence="Dashed: this map. The line in its band: the mean over the run's images and its 95 % interval, point by point."
      data={{
        columns: ["curve", "step", "this map", "mean"],
        rows: own.flatMap(({ words, curve }, index) =>
          curve.map((value, step) => [words.tab, step, value, round(means[index][0]?.points[step]?.mean)]),
        ),
      }}
      small
    >
      <div className="grid grid-cols-[repeat(auto-fill,minmax(216px,1fr))] gap-4">
        {own.map(({ words, value, curve }, index) => (
          <CurvePanel
            key={words.metricId}
            title={words.tab}
            note={`area of this map ${formatNumber(value)}`}
            tone={methodTone(arm.explainerId)}
            mean={means[index][0]?.points ?? []}
            single={curve}
            xAxis={words.xAxis}
            yAxis={words.yAxis}
          />
        ))}
      </div>
    </Figure>
  );
}

const round = (value: number | undefined) => (value === undefined ? null : Number(value.toPrecision(6)));
