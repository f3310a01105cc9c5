import { defineHandler } from "#lib/jobs/define-handler.ts";
import { reportPack } from "#lib/jobs/definitions/report-pack.ts";
import { makePack } from "#lib/services/reports/packs/make-pack.ts";

/** A study's report pack. */
export const packReport = defineHandler(reportPack, ({ ctx, payload, job: { progress, signal } }) =>
  makePack(ctx, payload.packId, {
    // A report that cannot be written is made up for by the next; the work does not wait for either.
    onProgress: (done, total) =>
      void progress(done, total).catch((err) => ctx.log.warn({ err }, "progress is not written")),
    signal,
  }),
);
