import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { DatasetImport } from "#lib/db/generated/client.ts";
import { removeUploads } from "#lib/storage/upload-file.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { cancelImportJob } from "./cancel-import-job.ts";
import { requireImport } from "./require-import.ts";
import { uploadsOf } from "./uploads-of.ts";

const DiscardImport = z.object({ importId: z.string() });

/** Forgets an import and what was sent for it; images it has brought in stay. @throws AppError `not_found` */
export async function discardImport(ctx: Ctx, input: unknown): Promise<void> {
  const { importId } = DiscardImport.parse(input);
  requireCan(ctx, "dataset:write");
  const row = await requireImport(ctx.db, ctx, importId);
  await removeImport(ctx, row);
}

/** Removes the row, stops its job, and then removes its files. */
export async function removeImport(
  ctx: Ctx,
  { id, jobId, name }: Pick<DatasetImport, "id" | "jobId" | "name">,
): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    await cancelImportJob(tx, jobId, ctx.clock());
    await tx.datasetImport.deleteMany({ where: { id } });
    await audit(tx, ctx, "dataset-import.discard", `dataset-import:${id}`, { name });
  });
  await removeUploads(uploadsOf(ctx, id));
}
