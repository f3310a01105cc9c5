import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import type { DescribedReading } from "#lib/formats/dataset/dataset-record.ts";
import type { Ctx } from "../context.ts";
import { allowedClasses, ensureClasses } from "./resolve-classes.ts";

/** The data set an import works on. */
export interface ImportTarget {
  /** Null only in a dry run. */
  datasetId: string | null;
  classNames: string[];
  /** Those of them it did not have before. */
  newClasses: string[];
  /** Class name -> id; empty in a dry run. */
  classIds: ReadonlyMap<string, string>;
  dryRun: boolean;
}

/** A data set by its id, or by its name: then it is made if it is not there. */
export type TargetName = { datasetId: string } | { name: string; description?: string };

interface TargetWish {
  target: TargetName;
  dryRun: boolean;
  newClasses: boolean;
}

/** Finds or makes the data set with its classes; in a dry run only looks. @throws AppError `not_found` for an id */
export async function openTarget(
  ctx: Ctx,
  { target, dryRun, newClasses }: TargetWish,
  reading: Pick<DescribedReading, "records" | "classes">,
): Promise<ImportTarget> {
  const { workspaceId } = ctx;
  const before = await ctx.db.dataset.findFirst({
    where: "name" in target ? { workspaceId, name: target.name } : { workspaceId, id: target.datasetId },
    include: { classes: { orderBy: { index: "asc" } } },
  });
  if (!before && !("name" in target))
    throw new AppError("not_found", "There is no such data set in this workspace.");
  const known = before?.classes.map((each) => each.name) ?? [];
  const classNames = allowedClasses(known, reading, newClasses || known.length === 0);
  const added = classNames.slice(known.length);
  const found = { classNames, newClasses: added, dryRun };
  if (dryRun) return { ...found, datasetId: before?.id ?? null, classIds: new Map() };

  return ctx.db.$transaction(async (tx) => {
    if ("name" in target) {
      const { name, description } = target;
      await tx.dataset.createMany({
        data: { id: newId(), workspaceId, name, description },
        skipDuplicates: true,
      });
    }
    const { id } = before ?? (await tx.dataset.findFirstOrThrow({ where: { workspaceId, ...target } }));
    // Two imports at once: the second waits here and then sees the first one's classes.
    await tx.$queryRaw`SELECT 1 FROM "Dataset" WHERE "id" = ${id} FOR UPDATE`;
    return { ...found, datasetId: id, classIds: await ensureClasses(tx, id, classNames) };
  });
}
