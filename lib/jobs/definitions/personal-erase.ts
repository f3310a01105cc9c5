import { z } from "zod";
import { defineJob } from "../queue.ts";

/** Erases what ties the answers of a study to people, once its date has come. */
export const personalErase = defineJob({
  kind: "study.erase-personal",
  payload: z.object({ studyId: z.string() }),
  maxAttempts: 5,
});
