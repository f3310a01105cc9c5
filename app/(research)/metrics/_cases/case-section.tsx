import { ConfidenceLegend } from "#components/heatmap/map-tile.tsx";
import { Section } from "#components/ui/section.tsx";
import { LinkTabs } from "#components/ui/tabs.tsx";
import { type Direction, directionFor, type Metric } from "#lib/metrics/define-metric.ts";
import type { Ctx } from "#lib/services/context.ts";
import type { MetricTable } from "#lib/services/metrics/get-metric-table.ts";
import { listMetricCases } from "#lib/services/metrics/list-metric-cases.ts";
import { PageLinks } from "../../_shell/page-links.tsx";
import { withQuery } from "../../_shell/query.ts";
import { readOrLeave } from "../../_shell/read-or-leave.ts";
import { CaseGrid } from "./case-grid.tsx";

const ENDS = ["worst", "best", "undefined"] as const;
type End = (typeof ENDS)[number];

interface CaseSectionProps {
  ctx: Ctx;
  table: MetricTable;
  metric: Metric;
  /** The page's parameters, `arm`, `cases`, `after` and `before` among them. */
  query: Record<string, string | undefined>;
}

/** The images on which one method does worst and best by one metric, and those where the metric is undefined. */
export async function CaseSection({ ctx, table, metric, query }: CaseSectionProps) {
  const arm = table.arms.find(({ id }) => id === query.arm) ?? table.arms[0];
  const end = ENDS.find((id) => id === query.cases) ?? "worst";
  const direction = directionFor(metric, arm.explains);
  const cases = await readOrLeave(
    listMetricCases(ctx, {
      runId: table.runId,
      armId: arm.id,
      metricId: metric.id,
      judgeId: table.judge?.id,
      order: orderOf(end, direction),
      after: query.after,
      before: query.before,
    }),
  );
  const { run, judge, definition, metric: chosen, against } = query;
  const here = { run, judge, definition, metric: chosen, against, arm: arm.id, cases: end };
  const hrefOf = (part: { arm?: string; cases?: End }) => withQuery("/metrics", { ...here, ...part });
  const missing = arm.cells[metric.id]?.undefinedCount ?? 0;
  return (
    <Section title="Worst and best cases" context={`${metric.name}, ${direction} is better`}>
      <LinkTabs
        label="Method of the cases"
        tabs={table.arms.map(({ id, label }) => ({
          label,
          href: hrefOf({ arm: id }),
          current: id === arm.id,
        }))}
      />
      <div className="mt-2 mb-4">
        <LinkTabs
          label="Which cases"
          tabs={ENDS.map((id) => ({
            label:
              id === "undefined" ? `Undefined (${missing})` : id === "worst" ? "Worst first" : "Best first",
            href: hrefOf({ cases: id }),
            current: id === end,
          }))}
        />
      </div>
      {cases.rows.length > 0 ? (
        <>
          <CaseGrid cases={cases} />
          <ConfidenceLegend />
        </>
      ) : (
        <p className="text-muted">{emptyWords(end, metric.name)}</p>
      )}
      <PageLinks base={hrefOf({})} before={cases.before} after={cases.after} />
    </Section>
  );
}

function orderOf(end: End, direction: Direction): "lowest" | "highest" | "undefined" {
  if (end === "undefined") return end;
  return (direction === "higher") === (end === "worst") ? "lowest" : "highest";
}

function emptyWords(end: End, metricName: string): string {
  return end === "undefined"
    ? `${metricName} has a value on every map of this method.`
    : `No map of this method has a value of ${metricName.toLowerCase()} yet.`;
}
