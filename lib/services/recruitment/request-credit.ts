import type { Tx } from "#lib/db/client.ts";
import { creditGrant } from "#lib/jobs/definitions/credit-grant.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { readRecruitment } from "./read-recruitment.ts";

/** Has credit granted by a job where the study's platform is told so by this site; in the transaction that completes. */
export async function requestCredit(
  tx: Tx,
  { key, participantId, workspaceId }: { key: string; participantId: string; workspaceId: string },
): Promise<void> {
  const recruitment = await readRecruitment(tx, { key });
  if (recruitment?.platform !== "sona" || recruitment.credit !== "server") return;
  const recruit = await tx.recruit.findUnique({ where: { participantId } });
  if (recruit) await enqueue(tx, creditGrant, { participantId }, { workspaceId });
}
