import { defineHandler } from "#lib/jobs/define-handler.ts";
import { reportCompute } from "#lib/jobs/definitions/report-compute.ts";
import { computeReports } from "#lib/services/reports/compute-reports.ts";

export const reportOnStudy = defineHandler(reportCompute, ({ ctx, payload }) =>
  computeReports(ctx, payload.studyId),
);
