import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { LinkTabs } from "#components/ui/tabs.tsx";
import { requireCtx } from "#lib/auth/session.ts";
import { listRaters } from "#lib/services/reports/list-raters.ts";
import { getStudy } from "#lib/services/studies/get-study.ts";
import { PageLinks } from "../../../_shell/page-links.tsx";
import { readQuery, type SearchParams } from "../../../_shell/query.ts";
import { readOrLeave } from "../../../_shell/read-or-leave.ts";
import { RaterTable } from "../../_results/rater-table.tsx";

export const metadata = { title: "Raters" };

interface RatersPageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function RatersPage({ params, searchParams }: RatersPageProps) {
  const [{ id }, { raters: asked, after, before }, ctx] = await Promise.all([
    params,
    readQuery(searchParams),
    requireCtx(),
  ]);
  const raters = asked === "simulated" ? "simulated" : "people";
  const [study, page] = await readOrLeave(
    Promise.all([getStudy(ctx, id), listRaters(ctx, { studyId: id, raters, after, before })]),
  );
  const path = `/studies/${id}/raters`;
  return (
    <>
      <PageHeader
        title="Raters"
        trail={[
          { label: "Studies", href: "/studies" },
          { label: study.name, href: `/studies/${id}` },
          { label: "Results", href: `/studies/${id}/results?raters=${raters}` },
        ]}
        context="How each answered, under the names of the exported answers. Nothing here tells methods apart."
      />
      {study.showSimulated && study.simulated.consented > 0 ? (
        <div className="mb-4">
          <LinkTabs
            label="Raters"
            tabs={[
              {
                label: `People (${study.people.consented})`,
                href: `${path}?raters=people`,
                current: raters === "people",
              },
              {
                label: `Simulated (${study.simulated.consented})`,
                href: `${path}?raters=simulated`,
                current: raters === "simulated",
              },
            ]}
          />
        </div>
      ) : null}
      {page.rows.length === 0 ? (
        <EmptyState title="Nobody yet">Raters are listed here as soon as they consent.</EmptyState>
      ) : (
        <>
          <RaterTable rows={page.rows} simulated={raters === "simulated"} />
          <PageLinks base={`${path}?raters=${raters}`} before={page.before} after={page.after} />
        </>
      )}
    </>
  );
}
