import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import type { Ctx } from "../context.ts";
import { type Page, toPage } from "../keyset.ts";

export interface ImageSummary {
  id: string;
  fileName: string;
  split: string;
  className: string | null;
  thumbSha256: string;
}

const ListImages = z.object({
  datasetId: z.string(),
  split: z.string().optional(),
  classId: z.string().optional(),
  after: z.string().optional(),
  before: z.string().optional(),
});

const PAGE_SIZE = 60;

/** A cursor is "<split> <id>": the order of the (datasetId, split, id) index. */
const cursorOf = (row: { split: string; id: string }) => `${row.split} ${row.id}`;

function beyond(cursor: string, direction: "gt" | "lt"): Prisma.ImageWhereInput {
  const at = cursor.lastIndexOf(" ");
  const [split, id] = [cursor.slice(0, at), cursor.slice(at + 1)];
  return { OR: [{ split: { [direction]: split } }, { split, id: { [direction]: id } }] };
}

/** One page of a data set's images, by split and then by age; narrowed by split and class. */
export async function listImages(ctx: Ctx, input: unknown): Promise<Page<ImageSummary>> {
  requireCan(ctx, "dataset:read");
  const { datasetId, split, classId, after, before } = ListImages.parse(input);
  const order = before ? "desc" : "asc";
  const images = await ctx.db.image.findMany({
    where: {
      datasetId,
      dataset: { workspaceId: ctx.workspaceId },
      ...(split ? { split } : {}),
      ...(classId ? { classId } : {}),
      ...(before ? beyond(before, "lt") : after ? beyond(after, "gt") : {}),
    },
    orderBy: [{ split: order }, { id: order }],
    take: PAGE_SIZE + 1,
    select: { id: true, fileName: true, split: true, thumbSha256: true, class: { select: { name: true } } },
  });
  const rows = images.map(({ class: imageClass, ...image }) => ({
    ...image,
    className: imageClass?.name ?? null,
  }));
  return toPage(rows, PAGE_SIZE, { after, before }, cursorOf);
}
