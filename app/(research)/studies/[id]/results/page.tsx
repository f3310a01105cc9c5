import Link from "next/link";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { LinkTabs } from "#components/ui/tabs.tsx";
import { can } from "#lib/auth/can.ts";
import { requireCtx } from "#lib/auth/session.ts";
import { getReports } from "#lib/services/reports/get-report.ts";
import { listPacks } from "#lib/services/reports/packs/pack-states.ts";
import { getStudy } from "#lib/services/studies/get-study.ts";
import { measureTitle } from "#lib/study/measure-words.ts";
import { analysedRaters, isComplete } from "#lib/study/report.ts";
import { contrastWords } from "#lib/study/results/contrast-words.ts";
import { AutoRefresh } from "../../../_shell/auto-refresh.tsx";
import { readQuery, type SearchParams, withQuery } from "../../../_shell/query.ts";
import { readOrLeave } from "../../../_shell/read-or-leave.ts";
import { Agreement } from "../../_results/agreement.tsx";
import { BesideTable } from "../../_results/beside-table.tsx";
import { Caveats } from "../../_results/caveats.tsx";
import { CorrectnessTable } from "../../_results/correctness-table.tsx";
import { Differences } from "../../_results/differences.tsx";
import { Drift } from "../../_results/drift.tsx";
import { MethodTable } from "../../_results/method-table.tsx";
import { MixedTable } from "../../_results/mixed-table.tsx";
import { PreferenceTable } from "../../_results/preference-table.tsx";
import { RatedMapSection } from "../../_results/rated-map-section.tsx";
import { RaterFlow } from "../../_results/rater-flow.tsx";
import { RatingFigure } from "../../_results/rating-figure.tsx";
import { RatingScatter } from "../../_results/rating-scatter.tsx";
import { ReliabilityTable } from "../../_results/reliability-table.tsx";
import { isMaking, ReportPack } from "../../_results/report-pack.tsx";
import { UtilityTable } from "../../_results/utility-table.tsx";

export const metadata = { title: "Results" };

interface ResultsPageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function ResultsPage({ params, searchParams }: ResultsPageProps) {
  const [{ id }, query, ctx] = await Promise.all([params, readQuery(searchParams), requireCtx()]);
  const [study, reports] = await readOrLeave(Promise.all([getStudy(ctx, id), getReports(ctx, id)]));
  const mayShowSimulated = study.showSimulated && study.simulated.answers > 0;
  const wantsSimulated = query.raters ? query.raters === "simulated" : study.people.answers === 0;
  const simulated = mayShowSimulated && wantsSimulated;
  const report = simulated ? reports.simulated : reports.people;
  const raters = simulated ? "simulated" : "people";
  const path = `/studies/${id}/results`;
  const { rated, analysed } = report?.results.flow ?? { rated: 0, analysed: 0 };
  const leftOut = rated - analysed;
  const mayExport = can(ctx.actor, "report:export") && report !== null;
  const packs = mayExport ? await listPacks(ctx, id) : [];
  const pack = packs.find((one) => one.simulated === simulated);
  return (
    <>
      {isMaking(pack) ? <AutoRefresh everyMs={2000} /> : null}
      {study.state === "open" || (report && !isComplete(report.results)) ? (
        <AutoRefresh everyMs={6000} />
      ) : null}
      <PageHeader
        title="Results"
        trail={[
          { label: "Studies", href: "/studies" },
          { label: study.name, href: `/studies/${id}` },
        ]}
        context={
          report ? (
            <>
              {analysedRaters(report.results)} {simulated ? "simulated raters" : "raters"},{" "}
              {report.results.ratings} answers
              {leftOut > 0 ? ` · ${leftOut} left out` : null} · computed <Moment at={report.computedAt} />
            </>
          ) : undefined
        }
        actions={
          mayExport ? (
            <>
              <ButtonLink
                href={`/api/v1/studies/${id}/answers.csv?raters=${raters}`}
                prefetch={false}
                download
              >
                CSV of {simulated ? "simulated" : "all"} answers
              </ButtonLink>
              <ReportPack studyId={id} raters={raters} pack={pack} />
            </>
          ) : null
        }
      />
      {mayShowSimulated ? (
        <div className="mb-4">
          <LinkTabs
            label="Raters"
            tabs={[
              {
                label: `People (${study.people.answers} answers)`,
                href: `${path}?raters=people`,
                current: !simulated,
              },
              {
                label: `Simulated (${study.simulated.answers} answers)`,
                href: `${path}?raters=simulated`,
                current: simulated,
              },
            ]}
          />
        </div>
      ) : null}
      {simulated ? (
        <div className="mb-8">
          <Notice tone="warn" title="Simulated raters, not people">
            These answers were drawn by a program that prefers maps lying on the object. They rehearse the
            study and fill this page; they are evidence of nothing.
          </Notice>
        </div>
      ) : null}
      {!report || (report.results.flow?.rated ?? report.results.ratings) === 0 ? (
        <EmptyState
          title="No answers yet"
          action={<ButtonLink href={`/studies/${id}`}>Participant link</ButtonLink>}
        >
          Results appear here a few seconds after the first answers. Hand out the participant link, or add
          simulated raters to rehearse.
        </EmptyState>
      ) : (
        <>
          <Section
            title={
              report.results.measure.about === "plausibility"
                ? "How plausible are the maps?"
                : "How well do people do with the maps?"
            }
            context={`${measureTitle(report.results.measure)} by method${simulated ? ", simulated raters" : ""}`}
          >
            <RatingFigure report={report.results} />
            <div className="mt-6">
              <MethodTable report={report.results} />
            </div>
          </Section>
          {report.results.preference ? (
            <Section title="On one scale of preference">
              <PreferenceTable report={report.results} />
            </Section>
          ) : null}
          <Section title="Which methods differ?" context={contrastWords(report.results).context}>
            <Differences report={report.results} />
            <MixedTable report={report.results} />
          </Section>
          {report.results.utility ? (
            <Section title="What are the maps worth?" context="Beside those who learned without">
              <UtilityTable report={report.results} />
            </Section>
          ) : null}
          {report.results.correctness === null ? null : (
            <Section title="Does it matter whether the computer is right?" context="By its answer">
              <CorrectnessTable report={report.results} />
            </Section>
          )}
          <Section
            title="Who is analysed?"
            context="Rules declared beforehand; no answer is deleted"
            actions={
              <Link className="link" href={`/studies/${id}/raters?raters=${raters}`}>
                Every rater
              </Link>
            }
          >
            <RaterFlow report={report.results} />
          </Section>
          <Section title="Do raters agree?">
            <Agreement report={report.results} />
            <ReliabilityTable reliability={report.results.reliability ?? []} />
          </Section>
          <Section title="Do ratings drift?" context="Along each rater’s sequence">
            <Drift report={report.results} />
          </Section>
          <Section title="Beside the automatic metrics" context="Side by side, never averaged">
            <BesideTable report={report.results} />
            {report.results.betweenRaters ? null : (
              <div className="mt-8">
                <RatingScatter
                  report={report.results}
                  metricId={query.metric}
                  statement={query.statement === "against" ? "against" : "for"}
                  hrefOf={(metric, statement) => withQuery(path, { raters, metric, statement })}
                />
              </div>
            )}
          </Section>
          {report.results.betweenRaters ? null : (
            <RatedMapSection ctx={ctx} studyId={id} raters={raters} query={query} />
          )}
          <Section title="What can't be said">
            <Caveats report={report.results} />
          </Section>
        </>
      )}
    </>
  );
}
