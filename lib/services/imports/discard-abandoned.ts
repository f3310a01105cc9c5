import type { Ctx } from "../context.ts";
import { removeImport } from "./discard-import.ts";

/** An import that nobody has touched for so long is not going to be finished. */
const ABANDONED_DAYS = 14;

/** Removes imports that were begun and left, with their files. Called whenever a new one begins. */
export async function discardAbandoned(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.clock().getTime() - ABANDONED_DAYS * 86_400_000);
  const old = await ctx.db.datasetImport.findMany({
    where: {
      workspaceId: ctx.workspaceId,
      updatedAt: { lt: before },
      state: { in: ["uploading", "ready", "failed", "cancelled"] },
    },
    select: { id: true, jobId: true, name: true },
    take: 100,
  });
  for (const row of old) await removeImport(ctx, row);
}
