import { z } from "zod";
import { defineJob } from "../queue.ts";

/** How well one model classifies each split of a version it has answered. */
export const classificationReportJob = defineJob({
  kind: "classification.report",
  payload: z.object({ modelId: z.string(), versionId: z.string() }),
  maxAttempts: 3,
});
