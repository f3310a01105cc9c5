import { z } from "zod";
import { defineJob } from "../queue.ts";

/** Looks at a model file that is being imported, as it is to be used now. */
export const modelInspect = defineJob({
  kind: "model.inspect",
  payload: z.object({ importId: z.string(), revision: z.int() }),
  // A file that ends the process that looks at it does so again.
  maxAttempts: 2,
});
