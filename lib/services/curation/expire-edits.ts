import type { Tx } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { Ctx } from "../context.ts";
import { undoSince } from "./undo-time.ts";

const { sql } = Prisma;

/** Items of one transaction. */
const BATCH = 5_000;

/** FROM and WHERE of the edits `x` that are too old to be taken back and keep what that would have needed. */
const expired = (now: Date) => sql`FROM "ImageEdit" x
  WHERE x."createdAt" < ${undoSince(now)} AND x."state" NOT IN ('running', 'undoing')
    AND EXISTS (SELECT 1 FROM "ImageEditItem" e WHERE e."editId" = x."id")`;

/** Whether a data set has edits for `expireEdits`. */
export async function hasExpiredEdits(tx: Tx, ctx: Ctx, datasetId: string): Promise<boolean> {
  const found = await tx.$queryRaw<unknown[]>`
    SELECT 1 ${expired(ctx.clock())} AND x."datasetId" = ${datasetId} LIMIT 1`;
  return found.length > 0;
}

/** Forgets what edits have kept to be taken back, once their time is over, and releases the files of images they deleted. */
export async function expireEdits(ctx: Ctx, signal: AbortSignal): Promise<void> {
  for (let more = true; more; ) {
    signal.throwIfAborted();
    more = await ctx.db.$transaction((tx) => expireBatch(tx, ctx.clock()), { timeout: 60_000 });
  }
}

async function expireBatch(tx: Tx, now: Date): Promise<boolean> {
  // One that is being taken back at this moment is held by whoever does so, and left.
  const [edit] = await tx.$queryRaw<{ id: string }[]>`
    SELECT x."id" ${expired(now)} LIMIT 1 FOR UPDATE OF x SKIP LOCKED`;
  if (!edit) return false;
  await tx.$executeRaw`
    WITH gone AS (
      DELETE FROM "ImageEditItem" WHERE "editId" = ${edit.id} AND "imageId" IN (
        SELECT "imageId" FROM "ImageEditItem" WHERE "editId" = ${edit.id} LIMIT ${BATCH})
      RETURNING "sha256", "displaySha256", "thumbSha256")
    INSERT INTO "ReleasedFile" ("sha256", "releasedAt")
    SELECT DISTINCT f."sha256", (now() AT TIME ZONE 'UTC') FROM gone,
      LATERAL (VALUES (gone."sha256"), (gone."displaySha256"), (gone."thumbSha256")) AS f("sha256")
    WHERE f."sha256" IS NOT NULL ON CONFLICT ("sha256") DO NOTHING`;
  return true;
}
