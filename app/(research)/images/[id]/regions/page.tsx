import { RegionEditor } from "#components/region-editor/region-editor.tsx";
import { can } from "#lib/auth/can.ts";
import { requireCtx } from "#lib/auth/session.ts";
import { getImage } from "#lib/services/datasets/get-image.ts";
import { listImageMaps } from "#lib/services/explanations/list-image-maps.ts";
import { openDrawing } from "#lib/services/regions/open-drawing.ts";
import { readQuery, type SearchParams, withQuery } from "../../../_shell/query.ts";
import { readOrLeave } from "../../../_shell/read-or-leave.ts";
import { findQueue } from "../../../datasets/_dataset/region-states.ts";
import { BlindNotice } from "../../_image/blind-notice.tsx";

export const metadata = { title: "Regions" };

interface RegionsPageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function RegionsPage({ params, searchParams }: RegionsPageProps) {
  const [{ id }, query, ctx] = await Promise.all([params, readQuery(searchParams), requireCtx()]);
  const staff = can(ctx.actor, "run:read");
  if (can(ctx.actor, "region:write")) {
    const image = await readOrLeave(getImage(ctx, id));
    if (image.blind) return <BlindNotice image={image} />;
  }
  const [drawing, maps] = await readOrLeave(
    Promise.all([openDrawing(ctx, { imageId: id }), staff ? listImageMaps(ctx, id) : null]),
  );
  const { imageId, displaySha256, classes, regions, regionRevision, previousId, nextId, ...image } = drawing;
  return (
    <RegionEditor
      key={imageId}
      image={{ ...image, id: imageId, url: `/api/v1/files/${displaySha256}` }}
      classes={classes}
      regionRevision={regionRevision}
      regions={regions.map(({ at, ...region }) => ({ ...region, at: at.toISOString() }))}
      userId={ctx.actor.kind === "user" ? ctx.actor.userId : ""}
      task={{
        kind: "ground-truth",
        reviewHref: withQuery(`/images/${imageId}/review`, { queue: findQueue(query.queue)?.id }),
        maps:
          maps?.map(({ mapId, runName, armLabel, targetName }) => ({
            id: mapId,
            label: `${armLabel}: ${targetName} (${runName})`,
          })) ?? null,
        previousId,
        nextId,
      }}
    />
  );
}
