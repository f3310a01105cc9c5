import { z } from "zod";
import { defineJob } from "../queue.ts";

/** How far the people of a round of independent drawing agree, as it stands. */
export const roundAgreementJob = defineJob({
  kind: "round.agreement",
  payload: z.object({ roundId: z.string() }),
  maxAttempts: 3,
});
