import { EmptyState } from "#components/ui/empty-state.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Section } from "#components/ui/section.tsx";
import { can } from "#lib/auth/can.ts";
import { requireCtx } from "#lib/auth/session.ts";
import { getDataset } from "#lib/services/datasets/get-dataset.ts";
import { listRounds } from "#lib/services/rounds/list-rounds.ts";
import { MOST_IMAGES, MOST_PEOPLE } from "#lib/services/rounds/open-round.ts";
import { readQuery, type SearchParams } from "../../../_shell/query.ts";
import { readOrLeave } from "../../../_shell/read-or-leave.ts";
import { RoundCard } from "../../_agreement/round-card.tsx";
import { RoundForm } from "../../_agreement/round-form.tsx";
import { DatasetHeader } from "../../_dataset/dataset-header.tsx";

export const metadata = { title: "Agreement" };

interface AgreementPageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function AgreementPage({ params, searchParams }: AgreementPageProps) {
  const [{ id }, query, ctx] = await Promise.all([params, readQuery(searchParams), requireCtx()]);
  const [dataset, rounds] = await readOrLeave(Promise.all([getDataset(ctx, id), listRounds(ctx, id)]));
  const [canDraw, canCompare] = [can(ctx.actor, "region:write"), can(ctx.actor, "region:review")];
  const drawn = rounds.find((round) => round.id === query.drawn);
  return (
    <>
      <DatasetHeader dataset={dataset} current="agreement" />
      {drawn ? (
        <div className="mb-6">
          <Notice title="Thank you" live>
            You have drawn all that is left for you in {drawn.name}: {drawn.ownDone} of its images.
          </Notice>
        </div>
      ) : null}
      <Section
        title="Rounds"
        context="the same images, drawn by several people who do not see each other's work"
      >
        {rounds.length > 0 ? (
          <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
            {rounds.map((round) => (
              <RoundCard
                key={round.id}
                datasetId={id}
                round={round}
                canDraw={canDraw}
                canCompare={canCompare}
              />
            ))}
          </ul>
        ) : (
          <EmptyState title="Nobody has been asked to draw twice">
            How far two people agree on the same images says how good the regions of a data set can be, and
            how good a score against them can mean.{" "}
            {canCompare ? "Open a round below." : "A reviewer, curator or researcher opens a round."}
          </EmptyState>
        )}
      </Section>
      {canCompare && dataset.imageCount > 0 ? (
        <Section title="Open a round">
          <RoundForm
            datasetId={id}
            splits={dataset.splits}
            imageCount={dataset.imageCount}
            mostImages={MOST_IMAGES}
            mostPeople={MOST_PEOPLE}
          />
        </Section>
      ) : null}
    </>
  );
}
