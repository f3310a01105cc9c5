import { headers } from "next/headers";
import Link from "next/link";
import { ButtonLink } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { Stat, Stats } from "#components/ui/stat.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { can } from "#lib/auth/can.ts";
import { requireCtx } from "#lib/auth/session.ts";
import { describeRecruitment } from "#lib/services/recruitment/describe-recruitment.ts";
import { readPayReport } from "#lib/services/recruitment/read-pay-report.ts";
import { describeVersions } from "#lib/services/studies/describe-versions.ts";
import { getPreregistration } from "#lib/services/studies/get-preregistration.ts";
import { getStudy } from "#lib/services/studies/get-study.ts";
import { listContrasts } from "#lib/services/studies/list-contrasts.ts";
import { AutoRefresh } from "../../_shell/auto-refresh.tsx";
import { readOrLeave } from "../../_shell/read-or-leave.ts";
import { ParticipantLink } from "../_study/participant-link.tsx";
import { PayAndTime } from "../_study/pay-and-time.tsx";
import { RecruitmentPanel } from "../_study/recruitment-panel.tsx";
import { SimulatedRaters } from "../_study/simulated-raters.tsx";
import { StudyButton } from "../_study/study-button.tsx";
import { StudyFacts } from "../_study/study-facts.tsx";
import { StudyPlan } from "../_study/study-plan.tsx";
import { StudyVersions } from "../_study/study-versions.tsx";

export const metadata = { title: "Study" };

/** The address people reach this site by: what the participant's link has to start with. */
async function siteAddress(): Promise<string> {
  const all = await headers();
  const host = all.get("x-forwarded-host") ?? all.get("host") ?? "localhost";
  return `${all.get("x-forwarded-proto") ?? "http"}://${host}`;
}

export default async function StudyPage({ params }: { params: Promise<{ id: string }> }) {
  const [{ id }, ctx, site] = await Promise.all([params, requireCtx(), siteAddress()]);
  const [study, plan] = await readOrLeave(Promise.all([getStudy(ctx, id), getPreregistration(ctx, id)]));
  const { state, people, design } = study;
  const mayManage = can(ctx.actor, "study:manage");
  const contrasts = mayManage && !plan && state !== "closed" ? await listContrasts(ctx, id) : null;
  const recruitment = await describeRecruitment(ctx, id);
  const versions = await describeVersions(ctx, id);
  const pay = recruitment ? await readPayReport(ctx, id) : null;
  const ready = design.stimulusBytes !== null;
  return (
    <>
      {state === "closed" ? null : <AutoRefresh everyMs={4000} />}
      <PageHeader
        title={study.name}
        trail={[{ label: "Studies", href: "/studies" }]}
        context={
          <span className="flex flex-wrap items-center gap-2">
            <StateBadge state={state} />
            <span>
              rates{" "}
              <Link className="link" href={`/explanations/${study.run.id}`}>
                {study.run.name}
              </Link>
            </span>
          </span>
        }
        actions={
          <>
            {mayManage && state === "open" ? (
              <StudyButton studyId={id} action="close" look="danger" pendingLabel="Closing…">
                Close study
              </StudyButton>
            ) : null}
            {mayManage && state !== "open" && ready ? (
              <StudyButton studyId={id} action="open" look="secondary" pendingLabel="Opening…">
                {state === "closed" ? "Open again" : "Open study"}
              </StudyButton>
            ) : null}
            {mayManage ? <ButtonLink href={`/studies/new?from=${id}`}>New version</ButtonLink> : null}
            <ButtonLink href={`/studies/${id}/results`} look="primary">
              Results
            </ButtonLink>
          </>
        }
      />
      {state === "preparing" ? (
        <div className="mb-8">
          <Notice title={ready ? "Ready to open" : "Not open yet"}>
            {ready
              ? "The pictures are drawn. Nobody can take part until you open it."
              : study.run.state === "succeeded"
                ? "The pictures people will see are being drawn. This takes a moment."
                : `Waiting for the run, which is ${study.run.state}. The pictures are drawn as soon as it is done.`}
          </Notice>
        </div>
      ) : null}
      {state === "closed" ? (
        <div className="mb-8">
          <Notice title="Closed to newcomers">
            Whoever had started may still finish, and answers still on their devices arrive: closing loses
            nothing.
          </Notice>
        </div>
      ) : null}
      <Section title="People" context="Live; simulated raters are counted apart, below">
        <Stats>
          <Stat
            label="consented"
            value={people.consented}
            note={design.quota ? `of ${design.quota} at most` : undefined}
          />
          <Stat label="completed" value={people.completed} />
          {design.checks.quiz === null ? null : (
            <Stat label="screened out" value={people.screened} note="did not pass the quiz" />
          )}
          <Stat label="withdrawn" value={people.withdrawn} note="answers deleted" />
          <Stat label="answers" value={people.answers} note={`${design.trialsPerRater} trials a person`} />
        </Stats>
      </Section>
      {recruitment ? (
        <Section title="Recruitment" context={recruitment.platform}>
          <RecruitmentPanel recruitment={recruitment} site={site} />
        </Section>
      ) : null}
      {pay ? (
        <Section title="Pay and time" context="Of the people who completed">
          <PayAndTime report={pay} studyId={id} />
        </Section>
      ) : null}
      {state === "open" && !recruitment ? (
        <Section title="Participant link">
          <ParticipantLink url={`${site}/s/${study.key}`} />
        </Section>
      ) : null}
      <Section title="Simulated raters" context="A rehearsal: not people, and never mixed with them">
        <SimulatedRaters study={study} mayManage={mayManage && ready} />
      </Section>
      <Section
        title="Plan"
        context="Locked before the answers come, it tells what was expected from what was found"
      >
        <StudyPlan study={study} plan={plan} contrasts={contrasts} />
      </Section>
      {versions.predecessor || versions.successors.length > 0 ? (
        <Section title="Versions">
          <StudyVersions {...versions} />
        </Section>
      ) : null}
      <Section title="Design">
        <StudyFacts study={study} />
      </Section>
    </>
  );
}
