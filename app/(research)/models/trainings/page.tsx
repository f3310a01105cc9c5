import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { can } from "#lib/auth/can.ts";
import { requireCtx } from "#lib/auth/session.ts";
import { listTrainings } from "#lib/services/trainings/list-trainings.ts";
import { AutoRefresh } from "../../_shell/auto-refresh.tsx";
import { PageLinks } from "../../_shell/page-links.tsx";
import { readQuery, type SearchParams } from "../../_shell/query.ts";
import { readOrLeave } from "../../_shell/read-or-leave.ts";
import { isOver } from "../_training/training-counters.ts";
import { TrainingTable } from "../_training/training-table.tsx";

export const metadata = { title: "Trainings" };

export default async function TrainingsPage({ searchParams }: { searchParams: SearchParams }) {
  const [{ after, before }, ctx] = await Promise.all([readQuery(searchParams), requireCtx()]);
  const page = await readOrLeave(listTrainings(ctx, { after, before }));
  const start = can(ctx.actor, "model:write") ? (
    <ButtonLink href="/models/trainings/new" look="primary" data-shortcut="n">
      Train a model
    </ButtonLink>
  ) : null;
  return (
    <>
      <PageHeader
        title="Trainings"
        trail={[{ label: "Models", href: "/models" }]}
        context="Models in the making, and what became of them."
        actions={start}
      />
      {page.rows.some(({ state }) => !isOver(state)) ? <AutoRefresh everyMs={4000} /> : null}
      {page.rows.length === 0 ? (
        <EmptyState title="No trainings yet">
          A training makes a model from a frozen dataset version: first a baseline, then slot heads on it that
          explain themselves.
        </EmptyState>
      ) : (
        <TrainingTable trainings={page.rows} />
      )}
      <PageLinks
        base="/models/trainings"
        before={page.before}
        after={page.after}
        labels={["Newer", "Older"]}
      />
    </>
  );
}
