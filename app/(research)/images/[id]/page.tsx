import Link from "next/link";
import { outlinePath } from "#components/heatmap/outline-path.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { can } from "#lib/auth/can.ts";
import { requireCtx } from "#lib/auth/session.ts";
import { getImage } from "#lib/services/datasets/get-image.ts";
import { listImageMaps } from "#lib/services/explanations/list-image-maps.ts";
import { readOrLeave } from "../../_shell/read-or-leave.ts";
import { ImageFacts } from "../_image/image-facts.tsx";
import { ImageMaps } from "../_image/image-maps.tsx";
import { ImageViewer } from "../_image/image-viewer.tsx";
import { PredictionTable } from "../_image/prediction-table.tsx";

export const metadata = { title: "Image" };

export default async function ImagePage({ params }: { params: Promise<{ id: string }> }) {
  const [{ id }, ctx] = await Promise.all([params, requireCtx()]);
  const staff = can(ctx.actor, "run:read");
  const [image, maps] = await readOrLeave(
    Promise.all([getImage(ctx, id), staff ? listImageMaps(ctx, id) : []]),
  );
  const outline = image.regions.map(({ mark }) => outlinePath(mark)).join("");
  return (
    <>
      <PageHeader
        title={image.className ?? "Image"}
        trail={[
          { label: "Datasets", href: "/datasets" },
          { label: image.datasetName, href: `/datasets/${image.datasetId}` },
        ]}
        context={image.fileName}
        actions={
          <>
            {can(ctx.actor, "region:write") ? (
              <ButtonLink href={`/images/${id}/regions`}>Draw regions</ButtonLink>
            ) : null}
            {staff ? <ButtonLink href={`/explanations/pair/${id}`}>Why, and why not?</ButtonLink> : null}
          </>
        }
      />
      <div className="mb-10 grid gap-8 md:grid-cols-[minmax(0,384px)_minmax(0,1fr)]">
        <ImageViewer
          picture={{
            url: `/api/v1/files/${image.displaySha256}`,
            width: image.width,
            height: image.height,
            alt: image.className ? `The image, of class ${image.className}` : "The image",
            outline,
          }}
        />
        <div>
          <ImageFacts image={image} />
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
