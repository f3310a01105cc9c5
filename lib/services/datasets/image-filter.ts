import { z } from "zod";
import { FILTER_KEYS } from "./filter-query.ts";

/** A value as it may stand in a URL: never empty, never with control characters, never long. */
const Word = z
  .string()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u, "Control characters cannot be looked for.");

/** One value or several, without repetitions and in one order: the same filter is always the same text. */
function several<Item extends z.ZodType<string>>(item: Item) {
  return z
    .union([item.transform((value) => [value]), z.array(item).max(50)])
    .default([])
    .transform((values) => [...new Set(values)].sort());
}

export const REGION_STATES = ["none", "drawn", "submitted", "accepted", "returned"] as const;
/** Images that look like another of the data set; equal ones are never in it twice. */
export const DUPLICATES = ["near"] as const;
export const ANSWERS = ["right", "wrong"] as const;
/** Per cent, the lower end included. */
export const CONFIDENCES = ["0-50", "50-80", "80-95", "95-100"] as const;
export const AGREEMENTS = ["same", "different"] as const;

/**
 * What narrows the images of a data set, as the URL says it. Within a facet any of the values will do, of tags an image
 * must have all; facets are combined. Whatever is not listed here is refused.
 */
export const ImageFilter = z
  .strictObject({
    /** Ids of classes, or NO_CLASS of filter-query.ts. */
    class: several(Word),
    split: several(Word),
    regions: several(z.enum(REGION_STATES)),
    tag: several(Word),
    duplicates: several(z.enum(DUPLICATES)),
    /** Part of the file name, in any case. */
    name: Word.optional(),
    /** A model whose answers the next three are about; by itself it narrows nothing. */
    model: Word.optional(),
    answer: several(z.enum(ANSWERS)),
    confidence: several(z.enum(CONFIDENCES)),
    /** A second model, to hold the first one's answers against. */
    other: Word.optional(),
    agreement: several(z.enum(AGREEMENTS)),
  })
  .refine(({ model, answer, confidence, other }) => model || !(answer.length || confidence.length || other), {
    message: "Choose the model whose answers are meant.",
    path: ["model"],
  })
  .refine(({ other, agreement }) => other || agreement.length === 0, {
    message: "Choose a second model to compare with.",
    path: ["other"],
  });
export type ImageFilter = z.output<typeof ImageFilter>;
export type ImageFilterInput = z.input<typeof ImageFilter>;

export const NO_FILTER: ImageFilter = ImageFilter.parse({});

/** The parts of a query that are a filter; what else an address holds is not its business. */
export function pickFilter(query: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const keys = FILTER_KEYS.filter((key) => query[key] !== undefined && query[key] !== "");
  return Object.fromEntries(keys.map((key) => [key, query[key]]));
}
