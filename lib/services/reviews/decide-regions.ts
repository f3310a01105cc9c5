import type { RegionState, ReviewDecision } from "#lib/db/generated/enums.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { audit, nameActor } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { readCurrentRegions } from "../regions/current-regions.ts";
import { lockImage } from "../regions/require-image.ts";
import { requireSighted } from "../rounds/blinding.ts";

export interface Decision {
  imageId: string;
  /** Image.regionRevision as the person saw it. */
  revision: number;
  decision: ReviewDecision;
  comment: string;
  /** States in which this may be decided. */
  from: readonly RegionState[];
}

export interface Decided {
  imageId: string;
  state: RegionState;
}

/**
 * Writes down what was said of an image's regions and moves its state. The same person's same words on the
 * same revision again change nothing.
 * @throws AppError `not_found`, `conflict` when the regions have changed since, or are in another state, `forbidden` for whoever
 * still draws the image independently
 */
export async function decideRegions(ctx: Ctx, wish: Decision): Promise<Decided> {
  const { imageId, revision, decision, comment, from } = wish;
  return ctx.db.$transaction(async (tx) => {
    const image = await lockImage(tx, ctx, imageId);
    await requireSighted(tx, ctx, imageId);
    if (image.regionRevision !== revision) {
      throw new AppError("conflict", "The regions have changed since you saw them: look at them again.", {
        revision: image.regionRevision,
      });
    }
    const actor = nameActor(ctx.actor);
    if (image.regionState === decision) {
      const last = await tx.regionReview.findFirst({ where: { imageId }, orderBy: { id: "desc" } });
      if (last?.actor === actor && last.revision === revision && last.comment === comment) {
        return { imageId, state: decision };
      }
    }
    if (!from.includes(image.regionState)) {
      throw new AppError("conflict", MISPLACED[image.regionState], { state: image.regionState });
    }
    const regions = await readCurrentRegions(tx, imageId);
    const ownWork = regions.some(({ createdBy }) => createdBy === actor);
    await tx.image.update({ where: { id: imageId }, data: { regionState: decision } });
    await tx.regionReview.create({
      data: { id: newId(), imageId, revision, decision, comment, ownWork, actor, at: ctx.clock() },
    });
    await audit(tx, ctx, `regions.${VERBS[decision]}`, `image:${imageId}`, { revision, ownWork });
    return { imageId, state: decision };
  });
}

const VERBS: Record<ReviewDecision, string> = { submitted: "submit", accepted: "accept", returned: "return" };

const MISPLACED: Record<RegionState, string> = {
  none: "Nothing is marked on this image yet, and nobody has said that there is nothing to mark.",
  drawn: "These regions are being drawn: nobody has asked for a review.",
  submitted: "These regions wait for a review already.",
  accepted: "These regions have been accepted: change them to have them reviewed again.",
  returned: "These regions were sent back: they have to be mended and submitted first.",
};
