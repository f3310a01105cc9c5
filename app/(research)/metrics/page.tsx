import Link from "next/link";
import { Badge } from "#components/ui/badge.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { LinkTabs } from "#components/ui/tabs.tsx";
import { requireCtx } from "#lib/auth/session.ts";
import { metrics } from "#lib/metrics/registry.ts";
import { listRuns } from "#lib/services/explanations/list-runs.ts";
import { getMetricTable } from "#lib/services/metrics/get-metric-table.ts";
import { readQuery, type SearchParams, withQuery } from "../_shell/query.ts";
import { readOrLeave } from "../_shell/read-or-leave.ts";
import { MetricFigure } from "./_metrics/metric-figure.tsx";
import { MetricTable } from "./_metrics/metric-table.tsx";
import { RunPicker } from "./_metrics/run-picker.tsx";

export const metadata = { title: "Metrics" };

const all = [...metrics.values()];
const LOCATION = all.filter((metric) => metric.family !== "faithfulness");
const FAITHFULNESS = all.filter((metric) => metric.family === "faithfulness");

const DEFAULT_METRIC = "precision-box";

export default async function MetricsPage({ searchParams }: { searchParams: SearchParams }) {
  const [query, ctx] = await Promise.all([readQuery(searchParams), requireCtx()]);
  const runs = (await readOrLeave(listRuns(ctx))).rows.filter((run) => run.judged && run.mapsScored > 0);
  // The largest of the recent runs says most; a pair's little run is not what one comes here for.
  const fullest = [...runs].sort((a, b) => b.mapsScored - a.mapsScored)[0];
  const runId = query.run ?? fullest?.id;
  if (!runId) {
    return (
      <>
        <PageHeader title="Metrics" />
        <EmptyState
          title="Nothing measured yet"
          action={<ButtonLink href="/explanations">Explanations</ButtonLink>}
        >
          Maps are scored as a run makes them. Start a run, or wait for the one that is under way.
        </EmptyState>
      </>
    );
  }
  const table = await readOrLeave(getMetricTable(ctx, runId));
  const metric = metrics.get(query.metric ?? DEFAULT_METRIC) ?? all[0];
  return (
    <>
      <PageHeader
        title="Metrics"
        context={
          <>
            <Link className="link" href={`/explanations/${runId}`}>
              {table.runName}
            </Link>{" "}
            · {table.imageCount} images · 95 % bootstrap over images
            {table.mapsScored < table.mapCount
              ? ` · ${table.mapsScored} of ${table.mapCount} maps scored so far`
              : ""}
          </>
        }
        actions={
          <ButtonLink href={`/metrics/export?run=${runId}`} prefetch={false} download>
            CSV of every score
          </ButtonLink>
        }
      />
      <RunPicker runs={runs} current={runId} />
      <p className="mb-6 flex flex-wrap gap-2">
        <Badge>
          definition <span className="text-ink">{table.profiles.join(", ") || "–"}</span>
        </Badge>
        <Badge>
          judged on <span className="text-ink">each map's own model</span>
        </Badge>
      </p>
      <Section title="Where do the maps lie?" context="Size, and agreement with the ground-truth region">
        <MetricTable
          caption="Size and localisation by method"
          table={table}
          metrics={LOCATION}
          strips={["precision-box", "top5-in-mask"]}
        />
        <p className="mt-3 max-w-prose text-sm text-muted">
          Precision rewards compact maps; the top 5 % score looks at the ranking of pixels alone, so a map
          cannot win it by being small: read the two together. SCOUTER− rows explain a class the image is{" "}
          <em>not</em>, the least or the most similar one as labelled, never the true class.
        </p>
      </Section>
      <Section
        title="Does the model agree?"
        context="Insertion and deletion, on the model that was explained"
      >
        <MetricTable
          caption="Faithfulness by method"
          table={table}
          metrics={FAITHFULNESS}
          strips={["insertion-auc-over-clean", "deletion-auc-over-clean"]}
        />
        <p className="mt-3 max-w-prose text-sm text-muted">
          A more confident model has larger areas whatever the map, so rows of different models are comparable
          only in the columns divided by the clean probability. Faithfulness says nothing of what people find
          plausible, and is never averaged with it.
        </p>
      </Section>
      <Section title="One metric, closely">
        <LinkTabs
          label="Metric"
          tabs={all.map(({ id, name }) => ({
            label: name,
            href: withQuery("/metrics", { run: runId, metric: id }),
            current: id === metric.id,
          }))}
        />
        <div className="mt-4">
          <MetricFigure table={table} metric={metric} />
        </div>
      </Section>
    </>
  );
}
