import { z } from "zod";
import { StudyDesign } from "#lib/study/design.ts";

/** A study as the API gives it. */
export const StudyResponse = z.object({
  id: z.string(),
  runId: z.string(),
  name: z.string(),
  /** The participants' link is /s/<key>. */
  key: z.string(),
  state: z.enum(["preparing", "open", "closed"]),
  templateId: z.string(),
  templateVersion: z.int(),
  seed: z.int(),
  design: StudyDesign,
  predecessorId: z.string().nullable(),
  showSimulated: z.boolean(),
  openedAt: z.date().nullable(),
  closedAt: z.date().nullable(),
  createdAt: z.date(),
});
