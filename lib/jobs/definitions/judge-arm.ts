import { z } from "zod";
import { defineJob } from "../queue.ts";

/** The maps of one arm of a finished run, judged by another model than the one they explain. */
export const judgeArm = defineJob({
  kind: "judge.arm",
  payload: z.object({ runId: z.string(), armId: z.string(), modelId: z.string() }),
  maxAttempts: 3,
});
