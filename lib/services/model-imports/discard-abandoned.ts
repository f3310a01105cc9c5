import type { Ctx } from "../context.ts";
import { removeImport } from "./remove-import.ts";

/** An import that nobody has finished by then is not going to be. */
const ABANDONED_DAYS = 14;

/** Removes what was brought in and never became a model. Called whenever something new comes. */
export async function discardAbandoned(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.clock().getTime() - ABANDONED_DAYS * 86_400_000);
  const old = await ctx.db.modelImport.findMany({
    where: { workspaceId: ctx.workspaceId, createdAt: { lt: before } },
  });
  for (const row of old) await removeImport(ctx, row);
}
