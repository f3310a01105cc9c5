import { z } from "zod";
import { defineJob } from "../queue.ts";

/** A training, from its checkpoint on if it has one. Attempts count anew whenever one gets further than any before. */
export const modelTrain = defineJob({
  kind: "model.train",
  payload: z.object({ trainingId: z.string() }),
  maxAttempts: 3,
});
