import { z } from "zod";

/** In place of a method's id, for maps that were made elsewhere. */
export const IMPORTED = "imported";

/** What is known of maps made elsewhere, kept as the options of their arm. */
export const ImportedOptions = z.object({
  /** What high values mean. */
  explains: z.enum(["for", "against", "either"]).default("for"),
  /** What made them, as their manifest calls it. */
  method: z.string().optional(),
});
