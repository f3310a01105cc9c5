import { ButtonLink } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { can } from "#lib/auth/can.ts";
import { requireCtx } from "#lib/auth/session.ts";
import { getImage } from "#lib/services/datasets/get-image.ts";
import { nextInQueue } from "#lib/services/reviews/list-review-queue.ts";
import { listReviews } from "#lib/services/reviews/list-reviews.ts";
import { readQuery, type SearchParams } from "../../../_shell/query.ts";
import { readOrLeave } from "../../../_shell/read-or-leave.ts";
import { findQueue, REGION_STATES } from "../../../datasets/_dataset/region-states.ts";
import { BlindNotice } from "../../_image/blind-notice.tsx";
import { ImageViewer } from "../../_image/image-viewer.tsx";
import { pictureOf } from "../../_image/picture-of.ts";
import { DecisionForm } from "../../_review/decision-form.tsx";
import { ReviewHistory } from "../../_review/review-history.tsx";

export const metadata = { title: "Review" };

interface ReviewPageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function ReviewPage({ params, searchParams }: ReviewPageProps) {
  const [{ id }, query, ctx] = await Promise.all([params, readQuery(searchParams), requireCtx()]);
  const [image, reviews] = await readOrLeave(Promise.all([getImage(ctx, id), listReviews(ctx, id)]));
  if (image.blind) return <BlindNotice image={image} />;
  const now = findQueue(image.regionState) ?? REGION_STATES[0];
  const queue = findQueue(query.queue) ?? now;
  const next = await nextInQueue(ctx, { datasetId: image.datasetId, state: queue.id, imageId: id });
  const canDraw = can(ctx.actor, "region:write");
  const names = [
    ...new Set(image.regions.map(({ className }) => className ?? image.className ?? "no class")),
  ];
  return (
    <>
      <PageHeader
        title={`Review: ${image.className ?? "image"}`}
        trail={[
          { label: "Datasets", href: "/datasets" },
          { label: image.datasetName, href: `/datasets/${image.datasetId}` },
          { label: queue.label, href: `/datasets/${image.datasetId}/review?state=${queue.id}` },
        ]}
        context={`${image.fileName} · ${now.label}`}
        actions={
          <>
            {canDraw ? (
              <ButtonLink href={`/images/${id}/regions?queue=${queue.id}`} data-shortcut="e">
                Draw regions
              </ButtonLink>
            ) : null}
            {next ? (
              <ButtonLink
                href={`/images/${next}/review?queue=${queue.id}`}
                data-shortcut="j"
                data-shortcut-label="Next image"
              >
                Next
              </ButtonLink>
            ) : null}
          </>
        }
      />
      <div className="grid gap-8 md:grid-cols-[minmax(0,512px)_minmax(0,1fr)]">
        <ImageViewer picture={pictureOf(image)} blind={false} />
        <div>
          <Section title={image.regions.length === 1 ? "1 region" : `${image.regions.length} regions`}>
            <p className="mb-4 text-sm text-muted">
              {image.regions.length > 0 ? `Of ${names.join(", ")}.` : "Nothing is marked on this image."}
            </p>
            <DecisionForm
              key={id}
              image={{
                id,
                datasetId: image.datasetId,
                revision: image.regionRevision,
                state: image.regionState,
                regionCount: image.regions.length,
              }}
              queue={queue.id}
              canSubmit={canDraw}
              canReview={can(ctx.actor, "region:review")}
            />
          </Section>
          <Section title="History">
            <ReviewHistory reviews={reviews} />
          </Section>
        </div>
      </div>
    </>
  );
}
