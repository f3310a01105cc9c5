import { can } from "#lib/auth/can.ts";
import type { Ctx } from "../context.ts";
import { requireDataset } from "../datasets/require-dataset.ts";
import { type Page, type PageRequest, toPage } from "../keyset.ts";
import { usesOfVersions, type VersionUse } from "./version-uses.ts";

export interface VersionSummary {
  id: string;
  number: number;
  hash: string;
  note: string;
  imageCount: number;
  frozenAt: Date;
  /** Null for someone who may not see runs. */
  uses: VersionUse[] | null;
}

const PAGE_SIZE = 50;

/** A data set's frozen versions with where each is used, newest first. @throws AppError `not_found` */
export async function listVersions(
  ctx: Ctx,
  datasetId: string,
  request: PageRequest = {},
): Promise<Page<VersionSummary>> {
  await requireDataset(ctx, datasetId);
  const { after, before } = request;
  const cursor = Number(before ?? after);
  const versions = await ctx.db.datasetVersion.findMany({
    where: {
      datasetId,
      ...(Number.isSafeInteger(cursor) && (before || after)
        ? { number: before ? { gt: cursor } : { lt: cursor } }
        : {}),
    },
    orderBy: { number: before ? "asc" : "desc" },
    take: PAGE_SIZE + 1,
    select: { id: true, number: true, hash: true, note: true, imageCount: true, frozenAt: true },
  });
  const page = toPage(versions, PAGE_SIZE, request, ({ number }) => String(number));
  const ids = page.rows.map(({ id }) => id);
  const uses = can(ctx.actor, "run:read") ? await usesOfVersions(ctx.db, ids) : null;
  return { ...page, rows: page.rows.map((row) => ({ ...row, uses: uses?.get(row.id) ?? null })) };
}
