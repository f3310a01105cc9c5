import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Ctx } from "../context.ts";
import { type Page, toPage } from "../keyset.ts";
import { requireSighted } from "../rounds/blinding.ts";
import { requireImage } from "./require-image.ts";
import { type StoredRegion, toStoredRegions } from "./stored-region.ts";

const ListRegionRevisions = z.object({
  imageId: z.string(),
  /** Of one region only. */
  regionKey: z.string().optional(),
  after: z.string().optional(),
});

const PAGE_SIZE = 50;

/**
 * Every revision of the regions of an image, newest first, removals among them.
 * @throws AppError `not_found`, `forbidden` for whoever still draws it independently
 */
export async function listRegionRevisions(ctx: Ctx, input: unknown): Promise<Page<StoredRegion>> {
  const { imageId, regionKey, after } = ListRegionRevisions.parse(input);
  requireCan(ctx, "dataset:read");
  await requireImage(ctx.db, ctx, imageId);
  await requireSighted(ctx.db, ctx, imageId);
  const rows = await ctx.db.region.findMany({
    where: { imageId, ...(regionKey ? { regionKey } : {}), ...(after ? beyond(after) : {}) },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: PAGE_SIZE + 1,
  });
  const page = toPage(rows, PAGE_SIZE, { after }, ({ createdAt, id }) => `${createdAt.toISOString()} ${id}`);
  return { ...page, rows: await toStoredRegions(ctx.db, page.rows) };
}

/** A cursor is "<time> <id>". */
function beyond(cursor: string) {
  const { at, id } = Cursor.parse(cursor);
  return { OR: [{ createdAt: { lt: at } }, { createdAt: at, id: { lt: id } }] };
}

const Cursor = z
  .string()
  .regex(/^\S+ \S+$/, "This is no page of the list.")
  .transform((cursor) => {
    const [at, id] = cursor.split(" ");
    return { at: new Date(at), id };
  })
  .refine(({ at }) => !Number.isNaN(at.getTime()), "This is no page of the list.");
