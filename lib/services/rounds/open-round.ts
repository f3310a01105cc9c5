import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { AnnotationRound } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { audit, nameActor } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { requireDataset } from "../datasets/require-dataset.ts";
import { sampleImages } from "./sample-images.ts";

/** More pictures say little more of how far people agree, and take them weeks. */
export const MOST_IMAGES = 500;
/** Of an image, by as many people. */
export const MOST_PEOPLE = 5;

export const OpenRound = z.object({
  datasetId: z.string(),
  name: z.string().trim().min(1, "Give the round a name.").max(120),
  instructions: z.string().trim().max(4000).default(""),
  imageCount: z.coerce.number().int().min(1).max(MOST_IMAGES),
  peopleWanted: z.coerce.number().int().min(2).max(MOST_PEOPLE).default(2),
  split: z.string().max(200).nullable().default(null),
  seed: z.string().trim().min(1, "Give a seed: any word or number.").max(100).default("0"),
});

/**
 * Opens a round of independent drawing on a sample of a data set's images; see `sampleImages`. Fewer images than asked for are taken as they are.
 * @throws AppError `not_found`, `forbidden`, `invalid` where there is no image to draw
 */
export async function openRound(ctx: Ctx, input: unknown): Promise<AnnotationRound> {
  const { imageCount, ...wish } = OpenRound.parse(input);
  requireCan(ctx, "region:review");
  await requireDataset(ctx, wish.datasetId);
  const ids = await sampleImages(ctx.db, { ...wish, count: imageCount });
  if (ids.length === 0) throw new AppError("invalid", "There are no such images to draw.");
  return ctx.db.$transaction(async (tx) => {
    const round = await tx.annotationRound.create({
      data: { id: newId(), ...wish, createdBy: nameActor(ctx.actor), createdAt: ctx.clock() },
    });
    await tx.roundImage.createMany({
      data: ids.map((imageId, position) => ({ roundId: round.id, imageId, position })),
    });
    const { datasetId, ...details } = wish;
    await audit(tx, ctx, "round.open", `round:${round.id}`, {
      ...details,
      datasetId,
      imageCount: ids.length,
    });
    return round;
  });
}
