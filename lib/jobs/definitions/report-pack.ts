import { z } from "zod";
import { defineJob } from "../queue.ts";

/** Makes the archive of a study's report pack. */
export const reportPack = defineJob({
  kind: "report.pack",
  payload: z.object({ packId: z.string() }),
  maxAttempts: 3,
});
