import Link from "next/link";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import { requireCtx } from "#lib/auth/session.ts";
import { listRuns, type RunSummary } from "#lib/services/explanations/list-runs.ts";
import { AutoRefresh } from "../_shell/auto-refresh.tsx";
import { PageLinks } from "../_shell/page-links.tsx";
import { readQuery, type SearchParams } from "../_shell/query.ts";
import { readOrLeave } from "../_shell/read-or-leave.ts";
import { isOver } from "./_run/run-counters.ts";

export const metadata = { title: "Explanations" };

export default async function ExplanationsPage({ searchParams }: { searchParams: SearchParams }) {
  const [{ after, before }, ctx] = await Promise.all([readQuery(searchParams), requireCtx()]);
  const page = await readOrLeave(listRuns(ctx, { after, before }));
  return (
    <>
      <PageHeader
        title="Explanations"
        context="A run makes the maps of several methods on the same images, and scores them."
        actions={
          <ButtonLink href="/explanations/new" look="primary" data-shortcut="n">
            New run
          </ButtonLink>
        }
      />
      {page.rows.some((run) => !isOver(run.state)) ? <AutoRefresh everyMs={4000} /> : null}
      {page.rows.length === 0 ? (
        <EmptyState
          title="No runs yet"
          action={
            <ButtonLink href="/explanations/new" look="primary">
              Start a run
            </ButtonLink>
          }
        >
          Choose a frozen dataset version, the methods to compare and the class each map should explain.
        </EmptyState>
      ) : (
        <Table caption="Explanation runs">
          <thead>
            <tr>
              <Th pinned>Run</Th>
              <Th>State</Th>
              <Th numeric>Maps</Th>
              <Th numeric>Images</Th>
              <Th numeric>Arms</Th>
              <Th>Data</Th>
              <Th>Started</Th>
            </tr>
          </thead>
          <tbody>
            {page.rows.map((run) => (
              <RunRow key={run.id} run={run} />
            ))}
          </tbody>
        </Table>
      )}
      <PageLinks base="/explanations" before={page.before} after={page.after} labels={["Newer", "Older"]} />
    </>
  );
}

function RunRow({ run }: { run: RunSummary }) {
  return (
    <tr>
      <Th scope="row" pinned className="max-w-48 sm:max-w-80">
        <Link className="font-medium wrap-anywhere hover:underline" href={`/explanations/${run.id}`}>
          {run.name}
        </Link>
      </Th>
      <Td>
        <StateBadge state={run.state} />
      </Td>
      <Td numeric>{run.mapsDone === run.mapCount ? run.mapCount : `${run.mapsDone} of ${run.mapCount}`}</Td>
      <Td numeric>{run.imageCount}</Td>
      <Td numeric>{run.armCount}</Td>
      <Td className="whitespace-nowrap">
        {run.datasetName} v{run.versionNumber}
      </Td>
      <Td>
        <Moment at={run.createdAt} />
      </Td>
    </tr>
  );
}
