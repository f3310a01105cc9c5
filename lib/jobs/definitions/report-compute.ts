import { z } from "zod";
import { defineJob } from "../queue.ts";

/** The statistics of a study as they stand: one report about people, one about simulated raters. */
export const reportCompute = defineJob({
  kind: "report.compute",
  payload: z.object({ studyId: z.string() }),
  maxAttempts: 3,
});
