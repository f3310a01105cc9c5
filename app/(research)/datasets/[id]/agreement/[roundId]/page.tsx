import { notFound } from "next/navigation";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ExportMenu } from "#components/ui/export-menu.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Progress } from "#components/ui/progress.tsx";
import { Section } from "#components/ui/section.tsx";
import { requireCtx } from "#lib/auth/session.ts";
import { requireDataset } from "#lib/services/datasets/require-dataset.ts";
import { getRound } from "#lib/services/rounds/get-round.ts";
import { AutoRefresh } from "../../../../_shell/auto-refresh.tsx";
import { readQuery, type SearchParams } from "../../../../_shell/query.ts";
import { readOrLeave } from "../../../../_shell/read-or-leave.ts";
import { AgreementCards } from "../../../_agreement/agreement-cards.tsx";
import { CloseForm } from "../../../_agreement/close-form.tsx";
import { ComparedImage } from "../../../_agreement/compared-image.tsx";
import { PairTable } from "../../../_agreement/pair-table.tsx";
import { PeopleTable } from "../../../_agreement/people-table.tsx";
import { Legend } from "../../../_agreement/person-name.tsx";

export const metadata = { title: "Agreement" };

interface RoundPageProps {
  params: Promise<{ id: string; roundId: string }>;
  searchParams: SearchParams;
}

const SHOWN = 12;

export default async function RoundPage({ params, searchParams }: RoundPageProps) {
  const [{ id, roundId }, query, ctx] = await Promise.all([params, readQuery(searchParams), requireCtx()]);
  const most = Math.max(SHOWN, Math.trunc(Number(query.images)) || 0);
  const [dataset, round] = await readOrLeave(
    Promise.all([requireDataset(ctx, id), getRound(ctx, { roundId, most })]),
  );
  if (round.datasetId !== id) notFound();
  const { agreement, people, compared, comparedCount, blindCount, imageCount, peopleWanted } = round;
  const path = `/datasets/${id}/agreement/${roundId}`;
  const letters = people.map(({ label }) => label);
  const ofImage = new Map(agreement?.pictures.map((each) => [each.picture, each]));
  return (
    <>
      {round.state === "computing" ? <AutoRefresh everyMs={2000} /> : null}
      <PageHeader
        title={round.name}
        trail={[
          { label: "Datasets", href: "/datasets" },
          { label: dataset.name, href: `/datasets/${id}` },
          { label: "Agreement", href: `/datasets/${id}/agreement` },
        ]}
        context={
          <>
            {imageCount === 1 ? "1 image" : `${imageCount} images`}
            {round.split ? ` of ${round.split}` : ""}, {peopleWanted} people each, seed {round.seed} · opened
            by {round.openedBy}, <Moment at={round.createdAt} />
            {round.closedAt ? (
              <>
                {" "}
                · closed <Moment at={round.closedAt} />
              </>
            ) : null}
          </>
        }
        actions={
          <ExportMenu
            of={round.name}
            align="end"
            items={[
              ...(agreement
                ? [
                    { label: "Agreement, CSV", href: `/api/v1/rounds/${roundId}/agreement?format=csv` },
                    { label: "Agreement, JSON", href: `/api/v1/rounds/${roundId}/agreement` },
                  ]
                : []),
              { label: "Drawings, CSV", href: `/api/v1/rounds/${roundId}/drawings?format=csv` },
              { label: "Drawings, JSON", href: `/api/v1/rounds/${roundId}/drawings` },
            ]}
          />
        }
      />
      {round.instructions ? (
        <p className="mb-8 max-w-prose text-sm whitespace-pre-wrap wrap-anywhere">{round.instructions}</p>
      ) : null}
      <Section title="Progress">
        <div className="mb-4 max-w-xl">
          <Progress done={round.doneCount} total={imageCount * peopleWanted} label="drawings" />
        </div>
        {people.length > 0 ? (
          <PeopleTable people={people} />
        ) : (
          <p className="text-muted">
            Nobody has begun. Whoever may draw regions finds the round under Agreement of this data set.
          </p>
        )}
        {round.closedAt ? null : (
          <div className="mt-4">
            <CloseForm datasetId={id} roundId={roundId} />
          </div>
        )}
      </Section>
      <Section
        title="How far they agree"
        context={
          agreement
            ? `from ${round.agreementOf} drawings, intervals 95 % by bootstrap over images`
            : undefined
        }
      >
        <div className="grid gap-4">
          {round.state === "computing" ? (
            <p role="status" className="text-sm text-muted">
              A worker is comparing the drawings…
            </p>
          ) : null}
          {round.state === "failed" ? (
            <Notice tone="danger" title="The last comparison failed">
              What is shown is of before. The next drawing that is done starts it again.
            </Notice>
          ) : null}
          {agreement?.overall ? (
            <>
              <AgreementCards agreement={agreement.overall} />
              {agreement.marksLeftOut > 0 ? (
                <p className="text-sm text-muted">
                  {agreement.marksLeftOut} points and lines have no area and are not compared.
                </p>
              ) : null}
              {agreement.pairs.length > 1 ? <PairTable pairs={agreement.pairs} /> : null}
            </>
          ) : round.state === "computing" ? null : (
            <EmptyState title="Nothing to compare yet">
              As soon as two people are done with the same image, their drawings are compared here.
            </EmptyState>
          )}
        </div>
      </Section>
      {comparedCount + blindCount > 0 ? (
        <Section title="Images" context="those with least agreement first">
          {blindCount > 0 ? (
            <div className="mb-4">
              <Notice>
                {blindCount === 1 ? "1 image is" : `${blindCount} images are`} kept from you: you draw in this
                round yourself, and see what others drew when your own drawing is done.
              </Notice>
            </div>
          ) : null}
          <div className="mb-4">
            <Legend people={people} />
          </div>
          <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,220px),1fr))] gap-x-4 gap-y-6">
            {compared.map((image) => (
              <ComparedImage
                key={image.id}
                image={image}
                people={letters}
                agreement={ofImage.get(image.id) ?? null}
                href={`${path}/${image.id}`}
              />
            ))}
          </ul>
          {comparedCount > compared.length ? (
            <div className="mt-4">
              <ButtonLink href={`${path}?images=${most + 48}`} scroll={false}>
                Show more of {comparedCount}
              </ButtonLink>
            </div>
          ) : null}
        </Section>
      ) : null}
    </>
  );
}
