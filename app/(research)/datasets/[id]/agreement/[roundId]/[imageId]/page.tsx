import Link from "next/link";
import { notFound } from "next/navigation";
import { outlinePath } from "#components/heatmap/outline-path.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { can } from "#lib/auth/can.ts";
import { requireCtx } from "#lib/auth/session.ts";
import { AppError } from "#lib/errors.ts";
import { maskOutline } from "#lib/imaging/mask-outline.ts";
import type { Ctx } from "#lib/services/context.ts";
import { requireDataset } from "#lib/services/datasets/require-dataset.ts";
import { listRegions } from "#lib/services/regions/list-regions.ts";
import { getRound } from "#lib/services/rounds/get-round.ts";
import { type Consensus, proposeConsensus } from "#lib/services/rounds/propose-consensus.ts";
import { readQuery, type SearchParams } from "../../../../../_shell/query.ts";
import { readOrLeave } from "../../../../../_shell/read-or-leave.ts";
import { ConsensusForm } from "../../../../_agreement/consensus-form.tsx";
import { ConsensusPicture } from "../../../../_agreement/consensus-picture.tsx";
import { outlinesOf } from "../../../../_agreement/outlines-of.ts";
import { Legend } from "../../../../_agreement/person-name.tsx";

export const metadata = { title: "Consensus" };

interface ConsensusPageProps {
  params: Promise<{ id: string; roundId: string; imageId: string }>;
  searchParams: SearchParams;
}

/** The proposal, or in words why there is none yet: too few drawings, or the asker still draws. */
async function propose(ctx: Ctx, place: { roundId: string; imageId: string }): Promise<Consensus | string> {
  try {
    return await proposeConsensus(ctx, place);
  } catch (error) {
    const isEarly =
      error instanceof AppError && (error.code === "conflict" || error.details.reason === "blind");
    if (isEarly) return error.message;
    throw error;
  }
}

export default async function ConsensusPage({ params, searchParams }: ConsensusPageProps) {
  const [{ id, roundId, imageId }, query, ctx] = await Promise.all([
    params,
    readQuery(searchParams),
    requireCtx(),
  ]);
  const [dataset, round, proposal] = await readOrLeave(
    Promise.all([
      requireDataset(ctx, id),
      getRound(ctx, { roundId, most: 0 }),
      propose(ctx, { roundId, imageId }),
    ]),
  );
  if (round.datasetId !== id) notFound();
  const header = (title: string) => (
    <PageHeader
      title={title}
      trail={[
        { label: "Datasets", href: "/datasets" },
        { label: dataset.name, href: `/datasets/${id}` },
        { label: "Agreement", href: `/datasets/${id}/agreement` },
        { label: round.name, href: `/datasets/${id}/agreement/${roundId}` },
      ]}
      context={typeof proposal === "string" ? undefined : proposal.image.fileName}
      actions={
        can(ctx.actor, "region:write") && typeof proposal !== "string" ? (
          <ButtonLink href={`/images/${imageId}/regions`}>Draw regions</ButtonLink>
        ) : undefined
      }
    />
  );
  if (typeof proposal === "string") {
    return (
      <>
        {header("Consensus")}
        <EmptyState title="No consensus yet">{proposal}</EmptyState>
      </>
    );
  }
  const { image, classes } = proposal;
  const { regions } = await listRegions(ctx, { imageId });
  const letters = round.people.map(({ label }) => label);
  const added = query.added === undefined ? null : Number(query.added);
  return (
    <>
      {header(`Consensus: ${image.className ?? "image"}`)}
      {added === null ? null : (
        <div className="mb-6">
          <Notice
            live
            title={added === 0 ? "Added before" : added === 1 ? "1 region added" : `${added} regions added`}
          >
            {added === 0
              ? "The same consensus is not added twice. If it was removed since, the editor's history puts it back. "
              : "Beside what was there, and to be reviewed like anything drawn. "}
            <Link className="link" href={`/images/${imageId}/review`}>
              To the review
            </Link>
          </Notice>
        </div>
      )}
      <div className="grid gap-8 md:grid-cols-[minmax(0,512px)_minmax(0,1fr)]">
        <div className="flex flex-col gap-3">
          <ConsensusPicture
            picture={{
              url: `/api/v1/files/${image.displaySha256}`,
              width: image.width,
              height: image.height,
              alt: `${image.fileName}, drawn by ${image.drawings.map(({ person }) => person).join(", ")}`,
            }}
            outlines={outlinesOf(image, letters)}
            consensus={classes
              .flatMap(({ parts }) =>
                parts.map((part) => outlinePath({ kind: "polygon", parts: maskOutline(part) })),
              )
              .join("")}
            present={regions.map(({ mark }) => outlinePath(mark)).join("")}
          />
          <Legend people={round.people} only={image.drawings.map(({ person }) => person)} />
        </div>
        <div>
          <Section title="What they agree on" context="a proposal: nothing is stored until it is added">
            {classes.length > 0 ? (
              <ConsensusForm
                place={{ datasetId: id, roundId, imageId }}
                canAdd={can(ctx.actor, "region:write")}
                classes={classes.map(({ className, method, isGone, parts, raters }) => ({
                  className,
                  method,
                  isGone,
                  partCount: parts.length,
                  raters:
                    raters?.map((rater, i) => ({
                      ...rater,
                      label: image.drawings[i].person,
                      index: letters.indexOf(image.drawings[i].person),
                    })) ?? null,
                }))}
              />
            ) : (
              <p className="text-muted">Nobody marked anything on this image.</p>
            )}
          </Section>
        </div>
      </div>
    </>
  );
}
