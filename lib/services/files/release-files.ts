import type { Tx } from "#lib/db/client.ts";
import { filesSweep } from "#lib/jobs/definitions/files-sweep.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import type { Ctx } from "../context.ts";

/**
 * Notes the files of a data set that is about to be deleted in this transaction, those of images that could still come back
 * included, and asks a worker to remove those that nothing else names. Files are named by their content: another image, data set or
 * workspace may have the same one.
 */
export async function releaseDatasetFiles(tx: Tx, ctx: Ctx, datasetId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "ReleasedFile" ("sha256", "releasedAt")
    SELECT DISTINCT f."sha256", (now() AT TIME ZONE 'UTC') FROM (
      SELECT "sha256", "displaySha256", "thumbSha256" FROM "Image" WHERE "datasetId" = ${datasetId}
      UNION ALL
      SELECT e."sha256", e."displaySha256", e."thumbSha256" FROM "ImageEditItem" e JOIN "ImageEdit" x ON x."id" = e."editId"
      WHERE x."datasetId" = ${datasetId} AND e."sha256" IS NOT NULL
    ) named, LATERAL (VALUES (named."sha256"), (named."displaySha256"), (named."thumbSha256")) AS f("sha256")
    ON CONFLICT ("sha256") DO NOTHING`;
  await enqueue(tx, filesSweep, {}, { workspaceId: ctx.workspaceId });
}
