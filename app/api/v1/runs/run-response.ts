import { z } from "zod";

/** What a verb on a run answers. */
export const RunResponse = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(["queued", "running", "succeeded", "failed", "cancelled"]),
  mapCount: z.int(),
  mapsDone: z.int(),
  mapsScored: z.int(),
});
