import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { can } from "#lib/auth/can.ts";
import { requireCtx } from "#lib/auth/session.ts";
import { listStudies } from "#lib/services/studies/list-studies.ts";
import { StudyCard } from "../_home/study-card.tsx";
import { AutoRefresh } from "../_shell/auto-refresh.tsx";
import { readOrLeave } from "../_shell/read-or-leave.ts";

export const metadata = { title: "Studies" };

export default async function StudiesPage() {
  const ctx = await requireCtx();
  const studies = await readOrLeave(listStudies(ctx));
  const create = can(ctx.actor, "study:manage") ? (
    <ButtonLink href="/studies/new" look="primary" data-shortcut="n">
      New study
    </ButtonLink>
  ) : null;
  return (
    <>
      <PageHeader
        title="Studies"
        context="People rate maps without knowing which method made them."
        actions={
          studies.length > 0 ? (
            <>
              <ButtonLink href="/studies/across">Across studies</ButtonLink>
              {create}
            </>
          ) : null
        }
      />
      {studies.some((study) => study.state !== "closed") ? <AutoRefresh everyMs={5000} /> : null}
      {studies.length === 0 ? (
        <EmptyState title="No studies yet" action={create}>
          A study shows the maps of a finished run to people, one at a time and blind, and asks how well each
          supports the answer.
        </EmptyState>
      ) : (
        <div className="grid gap-2">
          {studies.map((study) => (
            <StudyCard key={study.id} study={study} />
          ))}
        </div>
      )}
    </>
  );
}
