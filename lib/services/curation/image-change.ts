import { z } from "zod";
import { ImageFilter } from "../datasets/image-filter.ts";

const plain = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^\P{Cc}*$/u, "Leave out control characters.");

export const SplitName = plain(100);
export const Tag = plain(60);
/** Lines are welcome; NUL is what no database keeps. */
export const Note = z
  .string()
  .max(5000)
  .refine((text) => !text.includes("\0"), "Leave out control characters.");

/** What is to become of the images. */
export const ImageChange = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("set-class"), classId: z.string().max(64).nullable() }),
  z.strictObject({ kind: z.literal("set-split"), split: SplitName }),
  z.strictObject({ kind: z.literal("add-tag"), tag: Tag }),
  z.strictObject({ kind: z.literal("remove-tag"), tag: Tag }),
  z.strictObject({ kind: z.literal("set-note"), note: Note }),
  z.strictObject({ kind: z.literal("delete") }),
]);
export type ImageChange = z.output<typeof ImageChange>;

/** Which images: those named, or all a filter leaves but a few. */
export const ImageSelection = z.union([
  z.strictObject({ ids: z.array(z.string().max(64)).min(1).max(10_000) }),
  z.strictObject({
    filter: ImageFilter,
    except: z.array(z.string().max(64)).max(10_000).default([]),
    /** How many the person saw; another number by now is an error, and nothing is changed. */
    expected: z.int().nonnegative().optional(),
  }),
]);
export type ImageSelection = z.output<typeof ImageSelection>;

/** The one value of a change, as ImageEdit keeps it. */
export function givenValue(change: ImageChange): string | null {
  switch (change.kind) {
    case "set-class":
      return change.classId;
    case "set-split":
      return change.split;
    case "add-tag":
    case "remove-tag":
      return change.tag;
    case "set-note":
      return change.note;
    case "delete":
      return null;
  }
}
