import { newId } from "#lib/db/id.ts";
import type { DescribedRecord } from "#lib/formats/dataset/dataset-record.ts";
import type { Ctx } from "../context.ts";
import { allowedClasses, ensureClasses } from "./resolve-classes.ts";

/** The data set an import works on. */
export interface ImportTarget {
  /** Null only in a dry run. */
  datasetId: string | null;
  classNames: string[];
  /** Class name -> id; empty in a dry run. */
  classIds: ReadonlyMap<string, string>;
  dryRun: boolean;
}

/** Finds or makes the data set with its classes; in a dry run only looks. */
export async function openTarget(
  ctx: Ctx,
  wish: { name: string; description?: string; dryRun: boolean; newClasses: boolean },
  records: readonly DescribedRecord[],
): Promise<ImportTarget> {
  const { name, description, dryRun, newClasses } = wish;
  const where = { workspaceId_name: { workspaceId: ctx.workspaceId, name } };
  const before = await ctx.db.dataset.findUnique({
    where,
    include: { classes: { orderBy: { index: "asc" } } },
  });
  const known = before?.classes.map((each) => each.name) ?? [];
  const classNames = allowedClasses(known, records, newClasses || known.length === 0);
  if (dryRun) return { datasetId: before?.id ?? null, classNames, classIds: new Map(), dryRun };

  return ctx.db.$transaction(async (tx) => {
    await tx.dataset.createMany({
      data: { id: newId(), workspaceId: ctx.workspaceId, name, description },
      skipDuplicates: true,
    });
    const { id } = await tx.dataset.findUniqueOrThrow({ where });
    // Two imports at once: the second waits here and then sees the first one's classes.
    await tx.$queryRaw`SELECT 1 FROM "Dataset" WHERE "id" = ${id} FOR UPDATE`;
    return { datasetId: id, classNames, classIds: await ensureClasses(tx, id, classNames), dryRun };
  });
}
