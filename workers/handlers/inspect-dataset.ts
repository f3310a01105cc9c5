import { defineHandler } from "#lib/jobs/define-handler.ts";
import { datasetInspect } from "#lib/jobs/definitions/dataset-import.ts";
import { runImport } from "#lib/services/imports/run-import.ts";
import { storeFailure, storeFindings } from "#lib/services/imports/store-outcome.ts";

/** The dry run of an import. */
export const inspectDataset = defineHandler(
  datasetInspect,
  async ({ ctx, payload, job }) => {
    const row = await ctx.db.datasetImport.findUnique({ where: { id: payload.importId } });
    if (!row || row.revision !== payload.revision || row.state !== "inspecting") return;
    await storeFindings(ctx, payload, await runImport(ctx, row, job, { dryRun: true }));
  },
  { onFailed: ({ ctx, payload, message }) => storeFailure(ctx, payload, message) },
);
