import type { Tx } from "#lib/db/client.ts";
import type { RunJudge } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";

/** Takes a judge's row for this transaction, so that its counter moves in one place. Null when the run has no such judge. */
export async function lockJudge(tx: Tx, runId: string, modelId: string): Promise<RunJudge | null> {
  await tx.$queryRaw`SELECT 1 FROM "RunJudge" WHERE "runId" = ${runId} AND "modelId" = ${modelId} FOR UPDATE`;
  return tx.runJudge.findUnique({ where: { runId_modelId: { runId, modelId } } });
}

/** @throws AppError `cancelled` when its scores are no longer wanted */
export function requireJudging(judge: RunJudge | null): RunJudge {
  if (judge?.state === "running") return judge;
  throw new AppError("cancelled", `This judge is ${judge?.state ?? "gone"}: its remaining work is dropped.`);
}
