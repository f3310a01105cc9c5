import { z } from "zod";
import { defineJob } from "../queue.ts";

/** Tells the crowd platform to credit somebody who has completed. */
export const creditGrant = defineJob({
  kind: "credit.grant",
  payload: z.object({ participantId: z.string() }),
  maxAttempts: 8,
});
