import type { Tx } from "#lib/db/client.ts";
import { filesSweep } from "#lib/jobs/definitions/files-sweep.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import type { Ctx } from "../context.ts";

/**
 * Notes the files of images that are about to be deleted in this transaction, and asks a worker to remove those that nothing else
 * names. Files are named by their content: another image, data set or workspace may have the same one.
 */
export async function releaseImageFiles(tx: Tx, ctx: Ctx, imageIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "ReleasedFile" ("sha256", "releasedAt")
    SELECT DISTINCT f."sha256", (now() AT TIME ZONE 'UTC') FROM "Image" i,
      LATERAL (VALUES (i."sha256"), (i."displaySha256"), (i."thumbSha256")) AS f("sha256")
    WHERE i."id" = ANY(${imageIds as string[]}) ON CONFLICT ("sha256") DO NOTHING`;
  await enqueue(tx, filesSweep, {}, { workspaceId: ctx.workspaceId });
}

/** The same for all images of a data set. */
export async function releaseDatasetFiles(tx: Tx, ctx: Ctx, datasetId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "ReleasedFile" ("sha256", "releasedAt")
    SELECT DISTINCT f."sha256", (now() AT TIME ZONE 'UTC') FROM "Image" i,
      LATERAL (VALUES (i."sha256"), (i."displaySha256"), (i."thumbSha256")) AS f("sha256")
    WHERE i."datasetId" = ${datasetId} ON CONFLICT ("sha256") DO NOTHING`;
  await enqueue(tx, filesSweep, {}, { workspaceId: ctx.workspaceId });
}
