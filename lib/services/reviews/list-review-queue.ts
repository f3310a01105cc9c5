import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { RegionState } from "#lib/db/generated/enums.ts";
import type { Ctx } from "../context.ts";
import { type Page, toPage } from "../keyset.ts";

const ListReviewQueue = z.object({
  datasetId: z.string(),
  state: z.enum(RegionState),
  after: z.string().optional(),
  before: z.string().optional(),
});

export interface QueuedImage {
  id: string;
  fileName: string;
  className: string | null;
  thumbSha256: string;
  /** The last thing said of its regions. */
  comment: string | null;
}

const PAGE_SIZE = 60;

/** The images of a data set whose regions are in one state, by age. */
export async function listReviewQueue(ctx: Ctx, input: unknown): Promise<Page<QueuedImage>> {
  requireCan(ctx, "dataset:read");
  const { datasetId, state, after, before } = ListReviewQueue.parse(input);
  const images = await ctx.db.image.findMany({
    where: {
      datasetId,
      dataset: { workspaceId: ctx.workspaceId },
      regionState: state,
      ...(before ? { id: { lt: before } } : after ? { id: { gt: after } } : {}),
    },
    orderBy: { id: before ? "desc" : "asc" },
    take: PAGE_SIZE + 1,
    select: {
      id: true,
      fileName: true,
      thumbSha256: true,
      class: { select: { name: true } },
      reviews: { orderBy: { id: "desc" }, take: 1, select: { comment: true } },
    },
  });
  const rows = images.map(({ class: imageClass, reviews, ...image }) => ({
    ...image,
    className: imageClass?.name ?? null,
    comment: reviews[0]?.comment || null,
  }));
  return toPage(rows, PAGE_SIZE, { after, before }, (row) => row.id);
}

/** The image after this one in the same queue, or the first; null when no other is left. */
export async function nextInQueue(
  ctx: Ctx,
  { datasetId, state, imageId }: { datasetId: string; state: RegionState; imageId: string },
): Promise<string | null> {
  requireCan(ctx, "dataset:read");
  const where = { datasetId, dataset: { workspaceId: ctx.workspaceId }, regionState: state };
  const found =
    (await ctx.db.image.findFirst({
      where: { ...where, id: { gt: imageId } },
      orderBy: { id: "asc" },
      select: { id: true },
    })) ??
    (await ctx.db.image.findFirst({
      where: { ...where, id: { not: imageId } },
      orderBy: { id: "asc" },
      select: { id: true },
    }));
  return found?.id ?? null;
}
