import { defineHandler } from "#lib/jobs/define-handler.ts";
import { datasetExport } from "#lib/jobs/definitions/dataset-export.ts";
import { makeExport } from "#lib/services/exports/make-export.ts";

/** A data set's archive in some format. */
export const exportDataset = defineHandler(datasetExport, ({ ctx, payload, job: { progress, signal } }) =>
  makeExport(ctx, payload.exportId, {
    // A report that cannot be written is made up for by the next; the work does not wait for either.
    onProgress: (done, total) =>
      void progress(done, total).catch((err) => ctx.log.warn({ err }, "progress is not written")),
    signal,
  }),
);
