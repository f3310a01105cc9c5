import type { Tx } from "#lib/db/client.ts";
import type { Run } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

/** The run, locked for this transaction. A run of another workspace does not exist. @throws AppError `not_found` */
export async function requireRun(tx: Tx, ctx: Ctx, runId: string): Promise<Run> {
  await tx.$queryRaw`SELECT 1 FROM "Run" WHERE "id" = ${runId} FOR UPDATE`;
  const run = await tx.run.findFirst({ where: { id: runId, workspaceId: ctx.workspaceId } });
  if (!run) throw new AppError("not_found", "There is no such run in this workspace.");
  return run;
}
