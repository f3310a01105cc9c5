import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { requireCtx } from "#lib/auth/session.ts";
import { getStudyDefaults } from "#lib/services/studies/get-study-defaults.ts";
import { listStudyChoices, type StudyChoice } from "#lib/services/studies/list-study-choices.ts";
import { defaultArms } from "#lib/study/resolve-comparison.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import { readQuery, type SearchParams } from "../../_shell/query.ts";
import { readOrLeave } from "../../_shell/read-or-leave.ts";
import { NewStudy } from "./new-study.tsx";

export const metadata = { title: "New study" };

/** The template to begin with, which shows one map of an arm. */
const FIRST = "plausibility-rating";

/** The finished run with most images among those whose arms it can show; failing that, the newest. */
function fullest(choices: readonly StudyChoice[]): StudyChoice {
  const template = requireTemplate(FIRST);
  const ready = choices.filter(({ ready, arms }) => ready && defaultArms(template, arms).length > 0);
  return ready.sort((a, b) => b.imageCount - a.imageCount)[0] ?? choices[0];
}

export default async function NewStudyPage({ searchParams }: { searchParams: SearchParams }) {
  const [{ run, from }, ctx] = await Promise.all([readQuery(searchParams), requireCtx()]);
  const choices = await readOrLeave(listStudyChoices(ctx));
  const before = from ? await readOrLeave(getStudyDefaults(ctx, from)) : null;
  return (
    <>
      <PageHeader
        title={before ? "New version of a study" : "New study"}
        trail={[{ label: "Studies", href: "/studies" }]}
        context="Everyone sees every picture at most once, under a method drawn by the seed, and never learns which."
      />
      {choices.length === 0 ? (
        <EmptyState
          title="No run to rate"
          action={<ButtonLink href="/explanations/new">Start a run</ButtonLink>}
        >
          A study shows the maps of an explanation run. Start one first.
        </EmptyState>
      ) : (
        <NewStudy
          choices={choices}
          templateId={FIRST}
          runId={before?.runId ?? run ?? fullest(choices).runId}
          before={before}
        />
      )}
    </>
  );
}
