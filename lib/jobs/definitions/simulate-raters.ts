import { z } from "zod";
import { MixtureName } from "#lib/study/rehearsal/mixture.ts";
import { defineJob } from "../queue.ts";

/** Lets simulated raters take part in a study, through the same verbs as people. */
export const simulateRaters = defineJob({
  kind: "study.simulate-raters",
  payload: z.object({
    studyId: z.string(),
    count: z.number().int().min(1).max(500),
    mixture: MixtureName.default("careful"),
  }),
  maxAttempts: 3,
});
