import type { Db, Tx } from "#lib/db/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

/**
 * Which of these images the asker must not see the regions of, the ground truth's and other people's: those of an open round
 * the asker draws in, until the own drawing of the image is done. Also those that the asker has not been given yet, so that nobody looks
 * ahead. Only people draw, so only people are blind.
 */
export async function findBlind(
  db: Db | Tx,
  { actor }: Ctx,
  imageIds: readonly string[],
): Promise<Set<string>> {
  if (actor.kind !== "user") return new Set();
  const rows = await db.$queryRaw<{ imageId: string }[]>`
    SELECT DISTINCT i."imageId" FROM "RoundImage" i
    JOIN "AnnotationRound" r ON r."id" = i."roundId" AND r."closedAt" IS NULL
    WHERE i."imageId" = ANY(${[...imageIds]}::text[])
      AND EXISTS (SELECT 1 FROM "IndependentDrawing" d WHERE d."roundId" = r."id" AND d."userId" = ${actor.userId})
      AND NOT EXISTS (
        SELECT 1 FROM "IndependentDrawing" d
        WHERE d."roundId" = r."id" AND d."imageId" = i."imageId" AND d."userId" = ${actor.userId}
          AND d."doneAt" IS NOT NULL)`;
  return new Set(rows.map(({ imageId }) => imageId));
}

export async function isBlind(db: Db | Tx, ctx: Ctx, imageId: string): Promise<boolean> {
  return (await findBlind(db, ctx, [imageId])).has(imageId);
}

/** @throws AppError `forbidden` with `details.reason` "blind" */
export async function requireSighted(db: Db | Tx, ctx: Ctx, imageId: string): Promise<void> {
  if (!(await isBlind(db, ctx, imageId))) return;
  throw new AppError(
    "forbidden",
    "You draw this image independently: its regions are shown to you when your own drawing is done, or the round is closed.",
    { reason: "blind" },
  );
}
