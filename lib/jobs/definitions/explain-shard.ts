import { z } from "zod";
import { defineJob } from "../queue.ts";

/** The saliency maps of one arm on a few images. */
export const explainShard = defineJob({
  kind: "explain.shard",
  payload: z.object({ runId: z.string(), armId: z.string(), imageIds: z.array(z.string()).min(1).max(8) }),
  maxAttempts: 3,
});
