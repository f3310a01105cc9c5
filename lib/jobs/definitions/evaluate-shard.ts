import { z } from "zod";
import { defineJob } from "../queue.ts";

/** Every metric of a few finished maps of one arm. The last one finishes the run. */
export const evaluateShard = defineJob({
  kind: "evaluate.shard",
  payload: z.object({ runId: z.string(), armId: z.string(), imageIds: z.array(z.string()).min(1).max(8) }),
  maxAttempts: 3,
});
