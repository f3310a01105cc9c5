import { z } from "zod";
import { defineJob } from "../queue.ts";

/** Looks for images of a data set that look alike. */
export const duplicatesFind = defineJob({
  kind: "duplicates.find",
  payload: z.object({ datasetId: z.string() }),
  maxAttempts: 3,
});
