import { z } from "zod";
import { defineJob } from "../queue.ts";

/** Imports a folder on the server (one the operator may read) into a new or existing data set. */
export const datasetImport = defineJob({
  kind: "dataset.import",
  payload: z.object({
    name: z.string().min(1),
    description: z.string().default(""),
    folder: z.string().min(1),
  }),
  maxAttempts: 3,
});
