import type { Tx } from "#lib/db/client.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";
import type { Actor, Ctx } from "./context.ts";

/**
 * Records who did what, in the transaction that does it.
 * @param action the verb, as "run.start"
 * @param resource what it was done to, as "run:<id>"
 */
export async function audit(
  tx: Tx,
  ctx: Ctx,
  action: string,
  resource: string,
  details: object = {},
): Promise<void> {
  await tx.auditEvent.create({
    data: {
      id: newId(ctx.clock().getTime()),
      workspaceId: ctx.workspaceId,
      actor: nameActor(ctx.actor),
      action,
      resource,
      details: details as Prisma.InputJsonObject,
    },
  });
}

/** As audit events name them. */
export function nameActor(actor: Actor): string {
  if (actor.kind === "user") return `user:${actor.userId}`;
  if (actor.kind === "job") return `job:${actor.jobId}`;
  return actor.kind;
}
