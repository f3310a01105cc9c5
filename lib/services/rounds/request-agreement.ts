import type { Tx } from "#lib/db/client.ts";
import { roundAgreementJob } from "#lib/jobs/definitions/round-agreement.ts";
import { deliver, enqueue } from "#lib/jobs/queue.ts";
import type { Ctx } from "../context.ts";

/** Drawings that are done within this time share one computation. */
const GATHER_MS = 2000;

/** Asks for the agreement as it will be in a moment, in the caller's transaction, unless that is asked for already. */
export async function enqueueAgreement(tx: Tx, ctx: Ctx, roundId: string): Promise<void> {
  const waiting = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "Job" WHERE "state" = 'queued' AND "kind" = ${roundAgreementJob.kind}
      AND "payload"->>'roundId' = ${roundId} LIMIT 1`;
  if (waiting.length > 0) return;
  const jobId = await enqueue(tx, roundAgreementJob, { roundId }, { workspaceId: ctx.workspaceId });
  await deliver(tx, jobId, new Date(ctx.clock().getTime() + GATHER_MS));
}
