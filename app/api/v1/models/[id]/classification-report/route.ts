import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { ClassificationReport } from "#lib/metrics/classification/report.ts";
import { getClassificationReport } from "#lib/services/models/get-classification-report.ts";

const Split = z.object({
  versionId: z.string(),
  datasetName: z.string(),
  versionNumber: z.int(),
  versionHash: z.string(),
  split: z.string(),
  imageCount: z.int(),
  leftOut: z.int(),
  computedAt: z.date(),
});

/** How well a model classifies, every number with its interval: on the split asked for, else on the newest held-out one. */
export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  query: z.object({ version: z.string().optional(), split: z.string().optional() }),
  response: z.object({
    splits: z.array(Split),
    shown: Split.extend({ report: ClassificationReport }).nullable(),
  }),
  can: ["model:read", "model"],
  handler: ({ ctx, params, query }) =>
    getClassificationReport(ctx, { modelId: params.id, versionId: query.version, split: query.split }),
});
