import { z } from "zod";

/** An export as the REST interface shows it. */
export const ExportResponse = z.object({
  id: z.string(),
  format: z.string(),
  versionNumber: z.int().nullable(),
  split: z.string().nullable(),
  className: z.string().nullable(),
  pictures: z.boolean(),
  createdAt: z.date().transform((date) => date.toISOString()),
});
