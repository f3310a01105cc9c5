import { z } from "zod";
import { Prisma } from "#lib/db/generated/client.ts";
import type { Ctx } from "../context.ts";
import { type Page, toPage } from "../keyset.ts";
import { DiffRequest, readSides } from "./diff-versions.ts";

export const CHANGES = ["added", "removed", "class", "split", "regions"] as const;
export type Change = (typeof CHANGES)[number];

const ListChanges = DiffRequest.extend({
  change: z.enum(CHANGES),
  after: z.string().optional(),
  before: z.string().optional(),
});

export interface ChangedImage {
  id: string;
  fileName: string;
  thumbSha256: string;
  /** Class and split on each side; null where the image is not. */
  from: { className: string | null; split: string } | null;
  to: { className: string | null; split: string } | null;
}

const PAGE_SIZE = 60;

const CONDITIONS: Record<Change, Prisma.Sql> = {
  added: Prisma.sql`a."imageId" IS NULL`,
  removed: Prisma.sql`b."imageId" IS NULL`,
  class: Prisma.sql`a."imageId" = b."imageId" AND a."className" IS DISTINCT FROM b."className"`,
  split: Prisma.sql`a."split" <> b."split"`,
  regions: Prisma.sql`a."regionsDigest" <> b."regionsDigest"`,
};

interface Row {
  id: string;
  fileName: string;
  thumbSha256: string;
  fromSplit: string | null;
  fromClass: string | null;
  toSplit: string | null;
  toClass: string | null;
}

/** One page of the images that changed in one way, by age. @throws AppError `not_found` */
export async function listChanges(ctx: Ctx, input: z.input<typeof ListChanges>): Promise<Page<ChangedImage>> {
  const request = ListChanges.parse(input);
  const { change, after, before } = request;
  const sides = await readSides(ctx, request, { regions: change === "regions" });
  const id = Prisma.sql`coalesce(a."imageId", b."imageId")`;
  const beyond = before
    ? Prisma.sql`AND ${id} < ${before}`
    : after
      ? Prisma.sql`AND ${id} > ${after}`
      : Prisma.empty;
  const rows = await ctx.db.$queryRaw<Row[]>`
    WITH ${sides}, changed AS (
      SELECT ${id} AS "id", a."split" AS "fromSplit", a."className" AS "fromClass", b."split" AS "toSplit", b."className" AS "toClass"
      FROM a FULL JOIN b ON a."imageId" = b."imageId"
      WHERE ${CONDITIONS[change]} ${beyond}
      ORDER BY 1 ${before ? Prisma.sql`DESC` : Prisma.sql`ASC`} LIMIT ${PAGE_SIZE + 1}
    )
    SELECT changed.*, i."fileName", i."thumbSha256" FROM changed JOIN "Image" i ON i."id" = changed."id"
    ORDER BY 1 ${before ? Prisma.sql`DESC` : Prisma.sql`ASC`}`;
  return toPage(rows.map(toChange), PAGE_SIZE, { after, before }, (row) => row.id);
}

function toChange({ id, fileName, thumbSha256, ...row }: Row): ChangedImage {
  const side = (split: string | null, className: string | null) =>
    split === null ? null : { split, className };
  return {
    id,
    fileName,
    thumbSha256,
    from: side(row.fromSplit, row.fromClass),
    to: side(row.toSplit, row.toClass),
  };
}
