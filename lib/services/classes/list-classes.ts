import type { Ctx } from "../context.ts";
import { requireDataset } from "../datasets/require-dataset.ts";
import { MergeRecord } from "./merge-classes.ts";

export interface ClassDetail {
  id: string;
  index: number;
  name: string;
  description: string;
  parentId: string | null;
  shortcut: number | null;
  imageCount: number;
  /** Current regions. */
  regionCount: number;
  /** Also former revisions and removed regions: only a class without any can be deleted. */
  isEmpty: boolean;
}

export interface ClassList {
  /** A change of the classes names the revision it is based on. */
  revision: number;
  classes: ClassDetail[];
  /** Merges that can be undone, newest first. */
  merges: { eventId: string; from: string; into: string; imageCount: number; at: Date }[];
}

const MERGES = 10;

/** The classes of a data set in their order, with what they have. @throws AppError `not_found` */
export async function listClasses(ctx: Ctx, datasetId: string): Promise<ClassList> {
  const { classRevision } = await requireDataset(ctx, datasetId);
  const classes = await ctx.db.$queryRaw<ClassDetail[]>`
    SELECT c."id", c."index", c."name", c."description", c."parentId", c."shortcut",
      coalesce(i.count, 0) AS "imageCount", coalesce(r.count, 0) AS "regionCount",
      i.count IS NULL AND NOT EXISTS (SELECT 1 FROM "Region" g WHERE g."classId" = c."id") AS "isEmpty"
    FROM "DatasetClass" c
    LEFT JOIN (
      SELECT "classId", sum("count")::int AS count FROM "ImageTally" WHERE "datasetId" = ${datasetId}
      GROUP BY 1 HAVING sum("count") > 0
    ) i
      ON i."classId" = c."id"
    LEFT JOIN (
      SELECT newest."classId", count(*)::int AS count FROM (
        SELECT DISTINCT ON (g."regionKey") g."classId", g."removedAt" FROM "Region" g JOIN "Image" p ON p."id" = g."imageId"
        WHERE p."datasetId" = ${datasetId} ORDER BY g."regionKey", g."revision" DESC
      ) newest WHERE newest."removedAt" IS NULL GROUP BY 1
    ) r ON r."classId" = c."id"
    WHERE c."datasetId" = ${datasetId} ORDER BY c."index"`;
  const events = await ctx.db.auditEvent.findMany({
    where: { workspaceId: ctx.workspaceId, resource: `dataset:${datasetId}`, action: "classes.merge" },
    orderBy: { id: "desc" },
    take: MERGES,
  });
  const present = new Set(classes.map(({ id }) => id));
  const merges = events.flatMap(({ id, details, at }) => {
    const { from, into, intoId, imageIds } = MergeRecord.parse(details);
    if (present.has(from.id) || !present.has(intoId)) return [];
    return [{ eventId: id, from: from.name, into, imageCount: imageIds.length, at }];
  });
  return { revision: classRevision, classes, merges };
}
