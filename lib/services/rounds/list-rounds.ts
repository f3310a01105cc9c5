import { requireCan } from "#lib/auth/can.ts";
import type { Ctx } from "../context.ts";
import { requireDataset } from "../datasets/require-dataset.ts";

export interface RoundSummary {
  id: string;
  name: string;
  instructions: string;
  split: string | null;
  peopleWanted: number;
  createdAt: Date;
  closedAt: Date | null;
  imageCount: number;
  /** Drawings that are done, of imageCount * peopleWanted. */
  doneCount: number;
  /** Of the asker: drawings that are done, and whether an image is left to draw. */
  ownDone: number;
  isLeft: boolean;
}

/** The rounds of independent drawing of a data set, newest first, at most 100. @throws AppError `not_found` */
export async function listRounds(ctx: Ctx, datasetId: string): Promise<RoundSummary[]> {
  requireCan(ctx, "dataset:read");
  await requireDataset(ctx, datasetId);
  const userId = ctx.actor.kind === "user" ? ctx.actor.userId : "";
  return ctx.db.$queryRaw<RoundSummary[]>`
    SELECT r."id", r."name", r."instructions", r."split", r."peopleWanted", r."createdAt", r."closedAt",
      (SELECT count(*)::int FROM "RoundImage" i WHERE i."roundId" = r."id") AS "imageCount",
      (SELECT count(*)::int FROM "IndependentDrawing" d
        WHERE d."roundId" = r."id" AND d."doneAt" IS NOT NULL) AS "doneCount",
      (SELECT count(*)::int FROM "IndependentDrawing" d
        WHERE d."roundId" = r."id" AND d."doneAt" IS NOT NULL AND d."userId" = ${userId}) AS "ownDone",
      r."closedAt" IS NULL AND EXISTS (
        SELECT 1 FROM "RoundImage" i JOIN "Image" p ON p."id" = i."imageId" WHERE i."roundId" = r."id"
          AND NOT EXISTS (SELECT 1 FROM "IndependentDrawing" d WHERE d."roundId" = r."id" AND d."imageId" = i."imageId"
            AND d."userId" = ${userId} AND d."doneAt" IS NOT NULL)
          AND (SELECT count(*) FROM "IndependentDrawing" d WHERE d."roundId" = r."id" AND d."imageId" = i."imageId"
            AND d."doneAt" IS NOT NULL) < r."peopleWanted") AS "isLeft"
    FROM "AnnotationRound" r WHERE r."datasetId" = ${datasetId} ORDER BY r."id" DESC LIMIT 100`;
}
