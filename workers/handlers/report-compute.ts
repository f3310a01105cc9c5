import { defineHandler } from "#lib/jobs/define-handler.ts";
import { reportCompute } from "#lib/jobs/definitions/report-compute.ts";
import { computeReports } from "#lib/services/reports/compute-reports.ts";

/** A study's statistics, and how far they are. */
export const reportOnStudy = defineHandler(reportCompute, ({ ctx, payload, job: { progress, signal } }) =>
  computeReports(ctx, payload.studyId, {
    // A report of progress that cannot be written is made up for by the next; the work does not wait for either.
    onProgress: (done, total) =>
      void progress(done, total).catch((err) => ctx.log.warn({ err }, "progress is not written")),
    signal,
  }),
);
