import { CurvePanel } from "#components/figures/curve-panel.tsx";
import { Figure } from "#components/figures/figure.tsx";
import { formatNumber } from "#components/figures/format-number.ts";
import { methodTone } from "#components/figures/method-tone.ts";
import { Section } from "#components/ui/section.tsx";
import { LinkTabs } from "#components/ui/tabs.tsx";
import { areaUnder } from "#lib/metrics/faithfulness/curves.ts";
import type { Ctx } from "#lib/services/context.ts";
import { type ArmCurve, getMetricCurves } from "#lib/services/metrics/get-metric-curves.ts";
import { withQuery } from "../../_shell/query.ts";
import { readOrLeave } from "../../_shell/read-or-leave.ts";
import { CURVES } from "./curve-words.ts";
import { referenceFor } from "./reference-for.ts";

interface CurveSectionProps {
  ctx: Ctx;
  runId: string;
  /** A judge of the run, in place of the model each map explains. */
  judgeId: string | undefined;
  query: Record<string, string | undefined>;
}

/** The mean curve of every method, each on its own axes, beside the random maps' where there are such: what an area in the table is the area of. */
export async function CurveSection({ ctx, runId, judgeId, query }: CurveSectionProps) {
  const shown = CURVES.find(({ metricId }) => metricId === query.curve) ?? CURVES[0];
  const arms = await readOrLeave(getMetricCurves(ctx, { runId, metricId: shown.metricId, judgeId }));
  const drawn = arms.filter(({ points }) => points.length > 1);
  const hasAgainst = drawn.some(({ explainerId }) => explainerId === "scouter-");
  const hasReference = drawn.some((one) => referenceFor(one, drawn));
  const { run, judge, definition, metric, against, arm, cases } = query;
  return (
    <Section title="Insertion and deletion, step by step">
      <LinkTabs
        label="Curve"
        tabs={CURVES.map(({ metricId, tab }) => ({
          label: tab,
          href: withQuery("/metrics", {
            run,
            judge,
            definition,
            metric,
            against,
            arm,
            cases,
            curve: metricId,
          }),
          current: metricId === shown.metricId,
        }))}
      />
      <div className="mt-4">
        {drawn.length === 0 ? (
          <p className="text-muted">
            This run has no curves: its maps were scored before curves were kept, or have no order of pixels.
            Start the run again to have them.
          </p>
        ) : (
          <Figure
            title={`${shown.tab} curves`}
            sentence={`${shown.meaning}.${hasAgainst ? ` ${shown.against}.` : ""} Lines are means over images, bands their 95 % intervals point by point${hasReference ? "; a dotted line is that of random maps about the same class, asked of the same model" : ""}. The area is the one in the table.`}
            data={{ columns: ["method", "step", "mean", "low", "high", "images"], rows: curveRows(drawn) }}
            small
          >
            <div className="grid grid-cols-[repeat(auto-fill,minmax(216px,1fr))] gap-x-4 gap-y-5">
              {drawn.map((one) => (
                <CurvePanel
                  key={one.armId}
                  title={one.label}
                  note={`area ${formatNumber(areaUnder(one.points.map(({ mean }) => mean)))}, ${one.n} images`}
                  tone={methodTone(one.explainerId)}
                  mean={one.points}
                  reference={referenceFor(one, drawn)?.points.map(({ mean }) => mean)}
                  xAxis={shown.xAxis}
                  yAxis={shown.yAxis}
                />
              ))}
            </div>
          </Figure>
        )}
      </div>
    </Section>
  );
}

const round = (value: number | null) => (value === null ? null : Number(value.toPrecision(6)));

function curveRows(arms: readonly ArmCurve[]) {
  return arms.flatMap(({ label, points, n }) =>
    points.map(({ mean, low, high }, step) => [label, step, round(mean), round(low), round(high), n]),
  );
}
