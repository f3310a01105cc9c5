import { z } from "zod";
import { Prisma } from "#lib/db/generated/client.ts";
import type { Ctx } from "../context.ts";
import { requireDataset } from "../datasets/require-dataset.ts";
import { currentContents, frozenContents } from "./contents.ts";
import { requireVersion } from "./require-version.ts";

/** A version's number, or the data set as it is now. */
export const Side = z.union([z.literal("now"), z.coerce.number().int().positive()]);
export type Side = z.infer<typeof Side>;

export const DiffRequest = z.object({ datasetId: z.string(), from: Side, to: Side });

export interface Move {
  from: string | null;
  to: string | null;
  count: number;
}

export interface VersionDiff {
  from: Side;
  to: Side;
  added: number;
  removed: number;
  unchanged: number;
  classChanged: number;
  splitChanged: number;
  regionsChanged: number;
  /** Which classes and splits changed into which, the most frequent first. */
  classMoves: Move[];
  splitMoves: Move[];
}

const MOVES = 20;

/**
 * The two sides as common table expressions `a` and `b` of (imageId, className, split, regionsDigest).
 * @param options.regions whether digests of regions are asked about: those of the data set as it is now take long
 */
export async function readSides(
  ctx: Ctx,
  { datasetId, from, to }: z.infer<typeof DiffRequest>,
  options: { regions: boolean },
): Promise<Prisma.Sql> {
  await requireDataset(ctx, datasetId);
  const contents = async (side: Side) =>
    side === "now"
      ? currentContents(datasetId, options)
      : frozenContents((await requireVersion(ctx, datasetId, side)).id);
  return Prisma.sql`a AS MATERIALIZED (${await contents(from)}), b AS MATERIALIZED (${await contents(to)})`;
}

/**
 * What changed from one version of a data set to another, or to what a new version would hold. Images are the same by their row;
 * regions by what a person would see of them.
 * @throws AppError `not_found`
 */
export async function diffVersions(ctx: Ctx, input: z.input<typeof DiffRequest>): Promise<VersionDiff> {
  const request = DiffRequest.parse(input);
  const sides = await readSides(ctx, request, { regions: true });
  const labels = await readSides(ctx, request, { regions: false });
  const [counts] = await ctx.db.$queryRaw<Omit<VersionDiff, "from" | "to" | "classMoves" | "splitMoves">[]>`
    WITH ${sides}
    SELECT (count(*) FILTER (WHERE a."imageId" IS NULL))::int AS "added",
      (count(*) FILTER (WHERE b."imageId" IS NULL))::int AS "removed",
      (count(*) FILTER (WHERE a."className" IS NOT DISTINCT FROM b."className" AND a."split" = b."split"
        AND a."regionsDigest" = b."regionsDigest"))::int AS "unchanged",
      (count(*) FILTER (WHERE a."imageId" = b."imageId" AND a."className" IS DISTINCT FROM b."className"))::int AS "classChanged",
      (count(*) FILTER (WHERE a."split" <> b."split"))::int AS "splitChanged",
      (count(*) FILTER (WHERE a."regionsDigest" <> b."regionsDigest"))::int AS "regionsChanged"
    FROM a FULL JOIN b ON a."imageId" = b."imageId"`;
  const moves = (column: "className" | "split") => {
    const [before, after] = [Prisma.raw(`a."${column}"`), Prisma.raw(`b."${column}"`)];
    return ctx.db.$queryRaw<Move[]>`
      WITH ${labels}
      SELECT ${before} AS "from", ${after} AS "to", count(*)::int AS "count"
      FROM a JOIN b ON a."imageId" = b."imageId" WHERE ${before} IS DISTINCT FROM ${after}
      GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT ${MOVES}`;
  };
  const classMoves = counts.classChanged > 0 ? await moves("className") : [];
  const splitMoves = counts.splitChanged > 0 ? await moves("split") : [];
  return { from: request.from, to: request.to, ...counts, classMoves, splitMoves };
}
