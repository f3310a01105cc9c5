import { z } from "zod";
import { AnnotationSchema } from "#lib/formats/dataset/annotation-schema.ts";

const Id = z.string().regex(/^[\w-]{16,64}$/, "An id has 16 to 64 letters, digits, - or _.");

const about = {
  /** Of this change, made by whoever makes it: delivered twice it is stored once. */
  id: Id,
  regionKey: Id,
  /** The revision the change is based on; 0 for a new region. */
  baseRevision: z.int().min(0),
};

export const RegionChange = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("put"),
    ...about,
    classId: z.string().max(64).nullable(),
    mark: AnnotationSchema,
  }),
  z.object({ kind: z.literal("remove"), ...about }),
]);
export type RegionChange = z.infer<typeof RegionChange>;

/** What one request may bring: at most one change of a region. */
export const RegionChanges = z
  .array(RegionChange)
  .min(1)
  .max(2000)
  .refine(
    (changes) => new Set(changes.map(({ regionKey }) => regionKey)).size === changes.length,
    "A region is changed twice in one request: send one change of each.",
  )
  .refine(
    (changes) => new Set(changes.map(({ id }) => id)).size === changes.length,
    "Two changes have the same id.",
  );
