import { requireCan } from "#lib/auth/can.ts";
import type { Db, Tx } from "#lib/db/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

interface Frozen {
  datasetId: string;
  versionId: string | null;
}

/** What an export of a version can be narrowed to. @throws AppError `not_found` */
export async function listVersionNames(
  ctx: Ctx,
  datasetId: string,
  number: number,
): Promise<{ splits: string[]; classes: string[] }> {
  requireCan(ctx, "dataset:export");
  const version = await ctx.db.datasetVersion.findFirst({
    where: { datasetId, number, dataset: { workspaceId: ctx.workspaceId } },
    select: { id: true },
  });
  if (!version) throw new AppError("not_found", "There is no such data set or version in this workspace.");
  const scope = { datasetId, versionId: version.id };
  const [splits, classes] = await Promise.all([splitNames(ctx.db, scope), classNames(ctx.db, scope)]);
  return { splits, classes };
}

/** Every class that occurs or could: the data set's in their order, then those only a version still knows. */
export async function classNames(db: Db | Tx, { datasetId, versionId }: Frozen): Promise<string[]> {
  const classes = await db.datasetClass.findMany({
    where: { datasetId },
    orderBy: { index: "asc" },
    select: { name: true },
  });
  const names = classes.map(({ name }) => name);
  if (versionId === null) return names;
  const frozen = await db.$queryRaw<{ name: string }[]>`
    SELECT DISTINCT "className" AS name FROM "VersionImage" WHERE "versionId" = ${versionId} AND "className" IS NOT NULL
    UNION
    SELECT DISTINCT r->>'className' FROM "VersionImage" v, jsonb_array_elements(v."regions") r
    WHERE v."versionId" = ${versionId} AND r->>'className' IS NOT NULL
    ORDER BY 1`;
  const used = new Set(frozen.map(({ name }) => name));
  const known = new Set(names);
  return [...names.filter((name) => used.has(name)), ...[...used].filter((name) => !known.has(name))];
}

/** Every split that occurs. */
export async function splitNames(db: Db | Tx, { datasetId, versionId }: Frozen): Promise<string[]> {
  const rows =
    versionId === null
      ? await db.$queryRaw<{ split: string }[]>`
          SELECT DISTINCT "split" FROM "Image" WHERE "datasetId" = ${datasetId} ORDER BY 1`
      : await db.$queryRaw<{ split: string }[]>`
          SELECT DISTINCT "split" FROM "VersionImage" WHERE "versionId" = ${versionId} ORDER BY 1`;
  return rows.map((row) => row.split);
}
