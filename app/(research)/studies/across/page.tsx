import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { LinkTabs } from "#components/ui/tabs.tsx";
import { requireCtx } from "#lib/auth/session.ts";
import { listStudyResults, type StudyResults } from "#lib/services/reports/list-study-results.ts";
import { groupBy } from "#lib/stats/group-by.ts";
import { STATEMENTS } from "#lib/study/statement.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import { readQuery, type SearchParams, withQuery } from "../../_shell/query.ts";
import { readOrLeave } from "../../_shell/read-or-leave.ts";
import { StudiesTable } from "./_across/studies-table.tsx";

export const metadata = { title: "Across studies" };

const PATH = "/studies/across";

/** Methods by data sets by studies. Every kind of question stands alone: their numbers are not of one scale. */
export default async function AcrossStudiesPage({ searchParams }: { searchParams: SearchParams }) {
  const [query, ctx] = await Promise.all([readQuery(searchParams), requireCtx()]);
  const raters = query.raters === "simulated" ? "simulated" : "people";
  const all = await readOrLeave(listStudyResults(ctx, { raters }));
  const shown = all.filter(
    ({ version, models }) =>
      (!query.version || version.id === query.version) &&
      (!query.model || models.some(({ id }) => id === query.model)),
  );
  const keep = { raters, version: query.version, model: query.model };
  const hrefOf = (change: Partial<typeof keep>) => withQuery(PATH, { ...keep, ...change });
  const simulated = raters === "simulated";
  return (
    <>
      <PageHeader
        title="Across studies"
        trail={[{ label: "Studies", href: "/studies" }]}
        context="What each study found of each method, side by side. Different people rated different pictures: read down a column, not along a row."
      />
      <div className="mb-6 grid gap-2">
        <LinkTabs
          label="Raters"
          tabs={[
            { label: "People", href: hrefOf({ raters: "people" }), current: !simulated },
            { label: "Simulated", href: hrefOf({ raters: "simulated" }), current: simulated },
          ]}
        />
        <Choices
          label="Data"
          every="All data"
          choices={versionsOf(all)}
          current={query.version}
          hrefOf={(version) => hrefOf({ version })}
        />
        <Choices
          label="Model"
          every="All models"
          choices={modelsOf(all)}
          current={query.model}
          hrefOf={(model) => hrefOf({ model })}
        />
      </div>
      {simulated ? (
        <div className="mb-8">
          <Notice tone="warn" title="Simulated raters, not people">
            These answers were drawn by a program. They rehearse studies; they are evidence of nothing.
          </Notice>
        </div>
      ) : null}
      {shown.length === 0 ? (
        <EmptyState
          title={all.length === 0 ? "No results yet" : "No study with this choice"}
          action={
            <ButtonLink
              href={all.length === 0 ? "/studies" : hrefOf({ version: undefined, model: undefined })}
            >
              {all.length === 0 ? "Studies" : "All studies"}
            </ButtonLink>
          }
        >
          {all.length === 0
            ? "A study is listed here a few seconds after its first answer."
            : "No study with answers used both this data and this model."}
        </EmptyState>
      ) : (
        [...groupBy(shown, ({ templateId }) => templateId)].map(([templateId, studies]) => (
          <Section
            key={templateId}
            title={requireTemplate(templateId).title}
            context={`${studies.length} ${studies.length === 1 ? "study" : "studies"}`}
          >
            {STATEMENTS.map((statement) => (
              <StudiesTable key={statement} studies={studies} statement={statement} simulated={simulated} />
            ))}
          </Section>
        ))
      )}
    </>
  );
}

interface ChoicesProps {
  label: string;
  every: string;
  choices: ReadonlyMap<string, string>;
  current: string | undefined;
  hrefOf(id: string | undefined): string;
}

/** Nothing where there is no choice. */
function Choices({ label, every, choices, current, hrefOf }: ChoicesProps) {
  if (choices.size < 2) return null;
  const tabs = [[undefined, every] as const, ...choices];
  return (
    <LinkTabs
      label={label}
      tabs={tabs.map(([id, name]) => ({ label: name, href: hrefOf(id), current: current === id }))}
    />
  );
}

function versionsOf(studies: readonly StudyResults[]): Map<string, string> {
  return new Map(
    studies.map(({ version: { id, number, datasetName } }) => [id, `${datasetName}, version ${number}`]),
  );
}

function modelsOf(studies: readonly StudyResults[]): Map<string, string> {
  return new Map(studies.flatMap(({ models }) => models.map(({ id, name }) => [id, name])));
}
