import { requireCan } from "#lib/auth/can.ts";
import type { Ctx } from "../context.ts";

export interface DatasetSummary {
  id: string;
  name: string;
  description: string;
  imageCount: number;
  createdAt: Date;
  latestVersion: { number: number; hash: string; frozenAt: Date } | null;
  /** A few thumbnails: SHA-256 of their bytes. */
  thumbs: string[];
}

const THUMBS = 5;

/** The data sets of the workspace, newest first. */
export async function listDatasets(ctx: Ctx): Promise<DatasetSummary[]> {
  requireCan(ctx, "dataset:read");
  const datasets = await ctx.db.dataset.findMany({
    where: { workspaceId: ctx.workspaceId },
    orderBy: { id: "desc" },
    include: {
      versions: {
        orderBy: { number: "desc" },
        take: 1,
        select: { number: true, hash: true, frozenAt: true },
      },
      images: { orderBy: { id: "asc" }, take: THUMBS, select: { thumbSha256: true } },
    },
  });
  return datasets.map(({ id, name, description, imageCount, createdAt, versions, images }) => ({
    id,
    name,
    description,
    imageCount,
    createdAt,
    latestVersion: versions[0] ?? null,
    thumbs: images.map((image) => image.thumbSha256),
  }));
}
