import { z } from "zod";
import { defineJob } from "../queue.ts";

const payload = z.object({ importId: z.string(), revision: z.int() });

/** Reads what is to be imported and says what would come of it; writes nothing. */
export const datasetInspect = defineJob({ kind: "dataset.inspect", payload, maxAttempts: 3 });

/** Brings it in, from where an earlier attempt broke off. */
export const datasetImport = defineJob({ kind: "dataset.import", payload, maxAttempts: 5 });
