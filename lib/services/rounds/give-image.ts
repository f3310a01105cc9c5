import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Tx } from "#lib/db/client.ts";
import type { AnnotationRound } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { lockOpenRound } from "./require-round.ts";

const GiveImage = z.object({ roundId: z.string() });

/** An image that was taken and left untouched for so long is given to others. */
const UNTOUCHED_MS = 24 * 3600 * 1000;

/**
 * Gives the asker an image of a round to draw: the one not done yet, else the one that fewest people have, nobody twice. Whoever has an
 * image keeps its place, so no more people draw it than are wanted; a place is free again when it was left untouched for a day, or when its
 * person left the workspace without being done.
 * @returns the id of the drawing; null when there is nothing left for the asker
 * @throws AppError `not_found`, `forbidden`, `conflict` for a closed round
 */
export async function giveImage(ctx: Ctx, input: unknown): Promise<string | null> {
  const { roundId } = GiveImage.parse(input);
  requireCan(ctx, "region:write");
  if (ctx.actor.kind !== "user") throw new AppError("forbidden", "Only people draw independently.");
  const { userId } = ctx.actor;
  return ctx.db.$transaction(async (tx) => {
    const round = await lockOpenRound(tx, ctx, roundId);
    const begun = await findBegun(tx, roundId, userId);
    if (begun) return begun;
    await tx.independentDrawing.deleteMany({
      where: { roundId, revision: 0, doneAt: null, createdAt: { lt: hoursAgo(ctx) } },
    });
    const given = await takeImage(tx, ctx, round, userId);
    if (!given) return null;
    await audit(tx, ctx, "drawing.start", `drawing:${given.id}`, { roundId, imageId: given.imageId });
    return given.id;
  });
}

const hoursAgo = ({ clock }: Ctx) => new Date(clock().getTime() - UNTOUCHED_MS);

async function findBegun(tx: Tx, roundId: string, userId: string): Promise<string | undefined> {
  const [begun] = await tx.$queryRaw<{ id: string }[]>`
    SELECT d."id" FROM "IndependentDrawing" d JOIN "Image" i ON i."id" = d."imageId"
    WHERE d."roundId" = ${roundId} AND d."userId" = ${userId} AND d."doneAt" IS NULL ORDER BY d."id" LIMIT 1`;
  return begun?.id;
}

/** The round is locked: what is counted here stays so until the place is taken. */
async function takeImage(tx: Tx, ctx: Ctx, { id: roundId, peopleWanted }: AnnotationRound, userId: string) {
  const [taken] = await tx.$queryRaw<{ id: string; imageId: string }[]>`
    INSERT INTO "IndependentDrawing" ("id", "roundId", "imageId", "userId", "createdAt")
    SELECT ${newId()}, i."roundId", i."imageId", ${userId}, ${ctx.clock()}
    FROM "RoundImage" i JOIN "Image" p ON p."id" = i."imageId"
    LEFT JOIN "IndependentDrawing" d ON d."roundId" = i."roundId" AND d."imageId" = i."imageId" AND (
      d."doneAt" IS NOT NULL OR EXISTS (
        SELECT 1 FROM "Membership" m WHERE m."userId" = d."userId" AND m."workspaceId" = ${ctx.workspaceId}))
    WHERE i."roundId" = ${roundId} AND NOT EXISTS (
      SELECT 1 FROM "IndependentDrawing" own
      WHERE own."roundId" = i."roundId" AND own."imageId" = i."imageId" AND own."userId" = ${userId})
    GROUP BY i."roundId", i."imageId" HAVING count(d."id") < ${peopleWanted}
    ORDER BY count(d."id"), i."position" LIMIT 1
    RETURNING "id", "imageId"`;
  return taken;
}
