import { z } from "zod";
import { defineJob } from "../queue.ts";

/** Asks the crowd platform what has become of a study's submissions, in case one of its messages was lost. */
export const recruitsReconcile = defineJob({
  kind: "recruits.reconcile",
  /** `failures`: rounds in a row in which the platform could not be asked. */
  payload: z.object({ studyId: z.string(), failures: z.int().min(0).default(0) }),
  maxAttempts: 3,
});
