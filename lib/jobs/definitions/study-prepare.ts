import { z } from "zod";
import { defineJob } from "../queue.ts";

/** Draws every stimulus of a study, then opens it if that was asked for. */
export const studyPrepare = defineJob({
  kind: "study.prepare",
  payload: z.object({ studyId: z.string() }),
  maxAttempts: 3,
});
