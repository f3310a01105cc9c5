import Link from "next/link";
import { ButtonLink } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { can } from "#lib/auth/can.ts";
import { requireCtx } from "#lib/auth/session.ts";
import { toQueryString } from "#lib/services/datasets/filter-query.ts";
import { findNeighbours } from "#lib/services/datasets/find-neighbours.ts";
import { getImage } from "#lib/services/datasets/get-image.ts";
import { listImageMaps } from "#lib/services/explanations/list-image-maps.ts";
import type { SearchParams } from "../../_shell/query.ts";
import { readOrLeave } from "../../_shell/read-or-leave.ts";
import { gridHref } from "../../datasets/_grid/filter-links.ts";
import { readFilter } from "../../datasets/_grid/read-filter.ts";
import { ImageFacts } from "../_image/image-facts.tsx";
import { ImageMaps } from "../_image/image-maps.tsx";
import { ImageNotes } from "../_image/image-notes.tsx";
import { ImageViewer } from "../_image/image-viewer.tsx";
import { pictureOf } from "../_image/picture-of.ts";
import { PredictionTable } from "../_image/prediction-table.tsx";
import { StepLinks } from "../_image/step-links.tsx";

export const metadata = { title: "Image" };

interface ImagePageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function ImagePage({ params, searchParams }: ImagePageProps) {
  const [{ id }, { filter }, ctx] = await Promise.all([params, readFilter(searchParams), requireCtx()]);
  const staff = can(ctx.actor, "run:read");
  const [image, maps] = await readOrLeave(
    Promise.all([getImage(ctx, id), staff ? listImageMaps(ctx, id) : []]),
  );
  const query = toQueryString(filter);
  const neighbours = await readOrLeave(
    findNeighbours(ctx, { datasetId: image.datasetId, imageId: id, filter }),
  );
  return (
    <>
      <PageHeader
        title={image.className ?? "Image"}
        trail={[
          { label: "Datasets", href: "/datasets" },
          { label: image.datasetName, href: gridHref(image.datasetId, filter) },
        ]}
        context={image.fileName}
        actions={
          <>
            <StepLinks neighbours={neighbours} query={query} />
            {can(ctx.actor, "region:write") ? (
              <ButtonLink href={`/images/${id}/regions`}>Draw regions</ButtonLink>
            ) : null}
            {staff ? <ButtonLink href={`/explanations/pair/${id}`}>Why, and why not?</ButtonLink> : null}
          </>
        }
      />
      <div className="mb-10 grid gap-8 md:grid-cols-[minmax(0,384px)_minmax(0,1fr)]">
        <ImageViewer picture={pictureOf(image)} blind={image.blind} />
        <div>
          <ImageFacts image={image} />
          <Section title="Note and tags">
            {can(ctx.actor, "dataset:write") ? (
              <ImageNotes
                key={id}
                datasetId={image.datasetId}
                imageId={id}
                note={image.note}
                tags={image.tags}
              />
            ) : (
              <p className="text-sm whitespace-pre-wrap text-muted">
                {[image.tags.join(", "), image.note].filter(Boolean).join("\n") || "None."}
              </p>
            )}
          </Section>
          {staff ? (
            <Section title="Predictions">
              <PredictionTable predictions={image.predictions} truth={image.className} />
            </Section>
          ) : null}
        </div>
      </div>
      {staff ? (
        <Section title="Explanations">
          {maps.length > 0 ? (
            <ImageMaps maps={maps} />
          ) : (
            <p className="text-muted">
              No run has explained this image.{" "}
              <Link className="link" href="/explanations/new">
                Start one
              </Link>
            </p>
          )}
        </Section>
      ) : null}
    </>
  );
}
