import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Tx } from "#lib/db/client.ts";
import type { DatasetImport } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { datasetImport } from "#lib/jobs/definitions/dataset-import.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { DatasetName } from "../datasets/create-dataset.ts";
import { lockImport } from "./require-import.ts";

const StartImport = z.object({
  importId: z.string(),
  /** Of the new data set, in place of the name it had so far. */
  name: DatasetName.optional(),
});

/**
 * Brings in what was looked at; also goes on with an import that was stopped or broke off.
 * @throws AppError `conflict` when it is not ready, and for a name in use; `not_found`
 */
export async function startImport(ctx: Ctx, input: unknown): Promise<{ datasetId: string }> {
  const { importId, name } = StartImport.parse(input);
  requireCan(ctx, "dataset:write");
  return ctx.db.$transaction(async (tx) => {
    const row = await lockImport(tx, ctx, importId);
    const mayBegin = row.state === "ready";
    const mayGoOn = (row.state === "cancelled" || row.state === "failed") && row.startedAt !== null;
    if (!mayBegin && !mayGoOn) {
      throw new AppError("conflict", "This import is not ready to begin: have it looked at first.");
    }
    const datasetId = row.datasetId ?? (await createTarget(tx, ctx, name ?? row.name));
    const { id, revision } = await tx.datasetImport.update({
      where: { id: importId },
      data: {
        state: "importing",
        revision: { increment: 1 },
        datasetId,
        ...(row.datasetId === null && name ? { name } : {}),
        error: null,
        startedAt: row.startedAt ?? ctx.clock(),
        finishedAt: null,
      },
    });
    await enqueueImport(tx, ctx, { id, revision });
    await audit(tx, ctx, "dataset-import.start", `dataset-import:${importId}`, { datasetId });
    return { datasetId };
  });
}

async function createTarget(tx: Tx, { workspaceId }: Ctx, name: string): Promise<string> {
  const [dataset] = await tx.dataset.createManyAndReturn({
    data: { id: newId(), workspaceId, name },
    skipDuplicates: true,
  });
  if (dataset) return dataset.id;
  throw new AppError(
    "conflict",
    `A data set named "${name}" is here already: choose another name, or import into that one from its page.`,
  );
}

async function enqueueImport(
  tx: Tx,
  { workspaceId }: Ctx,
  { id, revision }: Pick<DatasetImport, "id" | "revision">,
): Promise<void> {
  const jobId = await enqueue(tx, datasetImport, { importId: id, revision }, { workspaceId });
  await tx.datasetImport.update({ where: { id }, data: { jobId } });
}
