import { requireCan } from "#lib/auth/can.ts";
import type { ReviewDecision } from "#lib/db/generated/enums.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";
import { actorNames } from "../people/actor-names.ts";

export interface ReviewEntry {
  id: string;
  decision: ReviewDecision;
  comment: string;
  ownWork: boolean;
  /** The regions' revision it was about. */
  revision: number;
  /** A person's name, or "job", "system". */
  actor: string;
  at: Date;
}

/** What was said of an image's regions, newest first, at most 100. @throws AppError `not_found` */
export async function listReviews(ctx: Ctx, imageId: string): Promise<ReviewEntry[]> {
  requireCan(ctx, "dataset:read");
  const image = await ctx.db.image.findFirst({
    where: { id: imageId, dataset: { workspaceId: ctx.workspaceId } },
    select: { reviews: { orderBy: { id: "desc" }, take: 100 } },
  });
  if (!image) throw new AppError("not_found", "There is no such image in this workspace.");
  const names = await actorNames(
    ctx.db,
    image.reviews.map(({ actor }) => actor),
  );
  return image.reviews.map(({ imageId: _, actor, ...review }) => ({
    ...review,
    actor: names.get(actor) ?? actor,
  }));
}
