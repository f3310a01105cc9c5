import { defineHandler } from "#lib/jobs/define-handler.ts";
import { classificationReportJob } from "#lib/jobs/definitions/classification-report.ts";
import { storeClassificationReports } from "#lib/services/models/store-classification-reports.ts";
import type { ComputePool } from "#workers/compute/pool.ts";

export const reportOnModel = (compute: ComputePool) =>
  defineHandler(classificationReportJob, ({ ctx, payload, job: { signal } }) =>
    storeClassificationReports(ctx, payload, async (request) => {
      const { report } = await compute.run("classify", request, { signal });
      return report;
    }),
  );
