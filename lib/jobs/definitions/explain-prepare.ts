import { z } from "zod";
import { defineJob } from "../queue.ts";

/** What every shard of a run reads: predictions, class similarity, activation statistics; then cuts the run into shards. */
export const explainPrepare = defineJob({
  kind: "explain.prepare",
  payload: z.object({ runId: z.string() }),
  maxAttempts: 3,
});
