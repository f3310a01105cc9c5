import { z } from "zod";
import { defineJob } from "../queue.ts";

/** An edit of many images, or its undoing: whichever it waits for. */
export const imagesEditJob = defineJob({
  kind: "images.edit",
  payload: z.object({ editId: z.string() }),
  maxAttempts: 3,
});
