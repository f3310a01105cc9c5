import type { Ctx } from "../context.ts";
import type { SampleImage } from "./findings.ts";

/** Pictures shown: enough to see whether answers make sense. */
const SAMPLES = 8;

/** A sample and the file that is decoded for it. */
export interface ChosenSample extends SampleImage {
  sha256: string;
}

/**
 * A few images of a version, one of each class in turn, held-out ones where it has any; of the newest version unless one is named. Always the
 * same ones, so that two ways of using a file can be compared. Empty in a workspace without images.
 */
export async function chooseSamples(ctx: Ctx, versionId?: string): Promise<ChosenSample[]> {
  const version = await ctx.db.datasetVersion.findFirst({
    where: { ...(versionId ? { id: versionId } : {}), dataset: { workspaceId: ctx.workspaceId } },
    orderBy: { frozenAt: "desc" },
    select: { id: true },
  });
  if (!version) return [];
  return ctx.db.$queryRaw<ChosenSample[]>`
    SELECT t."imageId", t."className", i."thumbSha256", i."sha256"
    FROM (
      SELECT "imageId", "className",
             row_number() OVER (PARTITION BY "className" ORDER BY "position") AS "turn"
      FROM "VersionImage" v
      WHERE "versionId" = ${version.id} AND ("split" <> 'train' OR NOT EXISTS (
        SELECT 1 FROM "VersionImage" h WHERE h."versionId" = v."versionId" AND h."split" <> 'train'))
    ) t JOIN "Image" i ON i."id" = t."imageId"
    ORDER BY t."turn", t."className", t."imageId" LIMIT ${SAMPLES}`;
}
