import Link from "next/link";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { can } from "#lib/auth/can.ts";
import { requireCtx } from "#lib/auth/session.ts";
import { getRun } from "#lib/services/explanations/get-run.ts";
import { getRunCost } from "#lib/services/explanations/get-run-cost.ts";
import { listGalleryRows } from "#lib/services/explanations/list-gallery-rows.ts";
import { listExplainableModels } from "#lib/services/imported-maps/list-explainable-models.ts";
import { ActionButton } from "../../_shell/action-button.tsx";
import { readQuery, type SearchParams } from "../../_shell/query.ts";
import { readOrLeave } from "../../_shell/read-or-leave.ts";
import { AddMaps } from "../_run/add-maps.tsx";
import { ArmTable } from "../_run/arm-table.tsx";
import { CostTable } from "../_run/cost-table.tsx";
import { GalleryMatrix } from "../_run/gallery-matrix.tsx";
import { isOver } from "../_run/run-counters.ts";
import { RunProgress } from "../_run/run-progress.tsx";
import { cancelRunAction, retryRunAction } from "../actions.ts";

export const metadata = { title: "Run" };

interface RunPageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function RunPage({ params, searchParams }: RunPageProps) {
  const [{ id }, { from }, ctx] = await Promise.all([params, readQuery(searchParams), requireCtx()]);
  const [run, gallery, cost, models] = await readOrLeave(
    Promise.all([
      getRun(ctx, id),
      listGalleryRows(ctx, { runId: id, from }),
      getRunCost(ctx, id),
      listExplainableModels(ctx, id),
    ]),
  );
  const over = isOver(run.state);
  return (
    <>
      <PageHeader
        title={run.name}
        trail={[{ label: "Explanations", href: "/explanations" }]}
        context={
          <>
            <Link className="link" href={`/datasets/${run.version.datasetId}`}>
              {run.version.datasetName} v{run.version.number}
            </Link>{" "}
            · {run.imageIds.length} images × {run.arms.length} arms · seed {run.seed} ·{" "}
            <Moment at={run.createdAt} />
          </>
        }
        actions={
          <>
            {!over && can(ctx.actor, "run:cancel") ? (
              <ActionButton
                action={cancelRunAction}
                fields={{ runId: id }}
                look="danger"
                pendingLabel="Cancelling…"
              >
                Cancel run
              </ActionButton>
            ) : null}
            {(run.state === "failed" || run.state === "cancelled") && can(ctx.actor, "run:start") ? (
              <ActionButton
                action={retryRunAction}
                fields={{ runId: id }}
                look="primary"
                pendingLabel="Starting…"
              >
                Retry
              </ActionButton>
            ) : null}
            {run.mapsDone > 0 ? (
              <ButtonLink href={`/api/v1/runs/${id}/maps.zip`} prefetch={false} download>
                Maps as .zip
              </ButtonLink>
            ) : null}
            {run.mapsScored > 0 ? <ButtonLink href={`/metrics?run=${id}`}>Metrics</ButtonLink> : null}
            {can(ctx.actor, "study:manage") && run.mapsDone > 0 ? (
              <ButtonLink href={`/studies/new?run=${id}`}>New study</ButtonLink>
            ) : null}
          </>
        }
      />
      {run.state === "succeeded" ? null : (
        <div className="mb-8 grid gap-3">
          <Card>
            <RunProgress key={run.state} runId={id} initial={run} refreshEveryMs={4000} />
          </Card>
          {run.state === "failed" ? (
            <Notice tone="danger" title="This run stopped">
              {run.error} The {run.mapsDone} maps made so far are kept; Retry makes the missing ones.
            </Notice>
          ) : null}
          {run.state === "cancelled" ? (
            <Notice tone="warn" title="This run was cancelled">
              The {run.mapsDone} maps made so far are kept; Retry makes the missing ones.
            </Notice>
          ) : null}
        </div>
      )}
      <Section title="Maps" context="Choose an image for its why / why-not pair.">
        <GalleryMatrix gallery={gallery} arms={run.arms} runId={id} missing={over ? "not made" : "not yet"} />
      </Section>
      <Section title="Arms">
        <ArmTable arms={run.arms} />
      </Section>
      <Section
        title="Cost"
        context="Time of one worker slot: what was expected before the start, and what it took."
      >
        <CostTable cost={cost} isOver={over} />
      </Section>
      {run.state === "succeeded" && can(ctx.actor, "run:start") ? (
        <Section title="Add maps made elsewhere">
          <AddMaps runId={id} models={models} />
        </Section>
      ) : null}
    </>
  );
}
