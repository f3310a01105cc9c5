import type { Tx } from "#lib/db/client.ts";
import type { Run } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";

/**
 * Takes the run's row for this transaction, so that shards move its counters one after the other.
 * @throws AppError `not_found`, or `cancelled` when the run no longer wants results.
 */
export async function lockRunningRun(tx: Tx, runId: string): Promise<Run> {
  await tx.$queryRaw`SELECT 1 FROM "Run" WHERE "id" = ${runId} FOR UPDATE`;
  const run = await tx.run.findUnique({ where: { id: runId } });
  if (!run) throw new AppError("not_found", "This run no longer exists.");
  if (run.state !== "running") {
    throw new AppError("cancelled", `The run is ${run.state}: its remaining work is dropped.`);
  }
  return run;
}
