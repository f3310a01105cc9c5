import { z } from "zod";

/** What every change of classes begins with. */
export const ClassChangeFields = z.object({ datasetId: z.string(), revision: z.coerce.number().int() });

export const ClassName = z
  .string()
  .trim()
  .min(1, "Give the class a name.")
  .max(200, "Keep the name under 200 characters.")
  .regex(/^\P{Cc}*$/u, "A name has no line breaks or tabs.");

export const ClassDescription = z.string().trim().max(5000, "Keep the description under 5,000 characters.");

/** 1 to 9, or none. */
export const ClassShortcut = z
  .union([z.literal("").transform(() => null), z.null(), z.coerce.number().int().min(1).max(9)])
  .describe("the key that chooses the class in the region editor");

/** Empty: none. */
export const ParentId = z
  .string()
  .nullable()
  .transform((id) => id || null);
