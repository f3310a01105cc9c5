import { z } from "zod";
import { defineJob } from "../queue.ts";

/** Makes the archive of a data set's export. */
export const datasetExport = defineJob({
  kind: "dataset.export",
  payload: z.object({ exportId: z.string() }),
  maxAttempts: 3,
});
