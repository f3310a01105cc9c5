import { defineHandler } from "#lib/jobs/define-handler.ts";
import { datasetImport } from "#lib/jobs/definitions/dataset-import.ts";
import { runImport } from "#lib/services/imports/run-import.ts";
import { storeFailure, storeResult } from "#lib/services/imports/store-outcome.ts";

/** Brings an import in. Repeated after a crash it reads everything again and stores what is not there. */
export const importDataset = defineHandler(
  datasetImport,
  async ({ ctx, payload, job }) => {
    const row = await ctx.db.datasetImport.findUnique({ where: { id: payload.importId } });
    if (!row || row.revision !== payload.revision || row.state !== "importing") return;
    await storeResult(ctx, payload, await runImport(ctx, row, job, { dryRun: false }));
  },
  { onFailed: ({ ctx, payload, message }) => storeFailure(ctx, payload, message) },
);
