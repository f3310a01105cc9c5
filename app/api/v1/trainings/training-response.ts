import { z } from "zod";

/** What a verb on a training answers. */
export const TrainingResponse = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(["queued", "running", "succeeded", "failed", "cancelled"]),
  step: z.int(),
  steps: z.int(),
  modelId: z.string().nullable(),
});
