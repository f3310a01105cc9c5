import { z } from "zod";
import { defineJob } from "../queue.ts";

/** Fills the demo workspace: data, version, run, study. Each step is skipped where it has been done. */
export const demoOpen = defineJob({
  kind: "demo.open",
  payload: z.object({ folder: z.string(), studyKey: z.string() }),
  maxAttempts: 3,
});
