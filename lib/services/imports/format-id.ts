import { z } from "zod";
import { FORMATS } from "#lib/formats/dataset/registry.ts";

/** Id of a layout that is read. */
export const FormatId = z.string().refine((id) => FORMATS.some((format) => format.id === id), {
  error: "There is no such layout.",
});
