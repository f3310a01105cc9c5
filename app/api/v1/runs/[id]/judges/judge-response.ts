import { z } from "zod";

/** What a verb on a judge answers. */
export const JudgeResponse = z.object({
  runId: z.string(),
  modelId: z.string(),
  state: z.enum(["queued", "running", "succeeded", "failed", "cancelled"]),
  mapCount: z.int(),
  mapsJudged: z.int(),
});
