import Link from "next/link";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { LinkTabs } from "#components/ui/tabs.tsx";
import { can } from "#lib/auth/can.ts";
import { requireCtx } from "#lib/auth/session.ts";
import { asksModel } from "#lib/metrics/asks-model.ts";
import { metricsOfProfile, profilesOfRuns } from "#lib/metrics/metrics-of-profile.ts";
import { listRuns } from "#lib/services/explanations/list-runs.ts";
import { compareArms } from "#lib/services/metrics/compare-arms.ts";
import { getMetricTable } from "#lib/services/metrics/get-metric-table.ts";
import { listJudges } from "#lib/services/metrics/list-judges.ts";
import { readQuery, type SearchParams, withQuery } from "../_shell/query.ts";
import { readOrLeave } from "../_shell/read-or-leave.ts";
import { bothProtocols } from "./_metrics/both-protocols.ts";
import { ComparisonTable } from "./_metrics/comparison-table.tsx";
import { DefinitionPicker } from "./_metrics/definition-picker.tsx";
import { FAMILY_SECTIONS } from "./_metrics/family-sections.tsx";
import { JudgePicker } from "./_metrics/judge-picker.tsx";
import { MetricFigure } from "./_metrics/metric-figure.tsx";
import { MetricTable } from "./_metrics/metric-table.tsx";
import { ProtocolTable } from "./_metrics/protocol-table.tsx";
import { RunPicker } from "./_metrics/run-picker.tsx";

export const metadata = { title: "Metrics" };

const DEFAULT_METRIC = "precision-box";

export default async function MetricsPage({ searchParams }: { searchParams: SearchParams }) {
  const [query, ctx] = await Promise.all([readQuery(searchParams), requireCtx()]);
  const runs = (await readOrLeave(listRuns(ctx))).rows.filter((run) => run.judged && run.mapsScored > 0);
  // The largest of the recent runs says most; a pair's little run is not what one comes here for.
  const fullest = [...runs].sort((a, b) => b.mapsScored - a.mapsScored)[0];
  const runId = query.run ?? fullest?.id;
  if (!runId) return <NothingMeasured />;
  const judges = await readOrLeave(listJudges(ctx, runId));
  const judgeId = judges.judges.find(({ modelId }) => modelId === query.judge)?.modelId;
  const table = await readOrLeave(getMetricTable(ctx, runId, { judgeId }));
  if (table.metricIds.length === 0) return <NothingMeasured />;
  const profile = profilesOfRuns().find((id) => id === query.definition) ?? "whynot";
  const all = metricsOfProfile(profile, table.metricIds);
  const metric =
    all.find(({ id }) => id === query.metric) ?? all.find(({ id }) => id === DEFAULT_METRIC) ?? all[0];
  const here = { run: runId, judge: judgeId, definition: query.definition, metric: query.metric };
  const comparison = await readOrLeave(
    compareArms(ctx, { runId, metricId: metric.id, referenceId: query.against, judgeId }),
  );
  const protocols = await readOrLeave(bothProtocols(ctx, runId, judges, judgeId));
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
      <DefinitionPicker
        current={profile}
        hrefOf={(definition) => withQuery("/metrics", { ...here, definition })}
      />
      <JudgePicker
        runId={runId}
        runs={judges}
        current={judgeId}
        canJudge={can(ctx.actor, "run:start")}
        canStop={can(ctx.actor, "run:cancel")}
        hrefOf={(judge) => withQuery("/metrics", { ...here, judge })}
      />
      {FAMILY_SECTIONS.map(({ title, context, caption, families, strips, note }) => {
        const shown = all.filter(({ family }) => families.includes(family));
        return shown.length > 0 ? (
          <Section key={title} title={title} context={context}>
            <MetricTable caption={caption} table={table} metrics={shown} strips={strips} />
            <p className="mt-3 max-w-prose text-sm text-muted">{note}</p>
          </Section>
        ) : null;
      })}
      {protocols ? (
        <Section
          title="Own model or one judge?"
          context="The same maps, asked of the model each explains and of one model for all"
        >
          <ProtocolTable {...protocols} metrics={all.filter(asksModel)} />
          <p className="mt-3 max-w-prose text-sm text-muted">
            What a method gains with its own model and loses with the judge is the model's doing: a surer
            model has more under both curves. What it keeps is the map's. A judge that never saw what a map
            shows may still disagree with a faithful one, so neither column alone settles it.
          </p>
        </Section>
      ) : null}
      <Section title="One metric, closely">
        <LinkTabs
          label="Metric"
          tabs={all.map(({ id, name }) => ({
            label: name,
            href: withQuery("/metrics", { ...here, metric: id }),
            current: id === metric.id,
          }))}
        />
        <div className="mt-4">
          <MetricFigure table={table} metric={metric} />
        </div>
        <div className="mt-6">
          <ComparisonTable
            comparison={comparison}
            metricName={metric.name}
            hrefOf={(against) => withQuery("/metrics", { ...here, against })}
          />
        </div>
        <p className="mt-3 max-w-prose text-sm text-muted">
          Paired by image, which removes what images differ by: the mean difference with its 95 % bootstrap
          interval, Wilcoxon's signed-rank test corrected by Holm over the rows, and the rank-biserial
          correlation (1 = larger on every image). Choose a row to compare that method with the others.
        </p>
      </Section>
    </>
  );
}

function NothingMeasured() {
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
