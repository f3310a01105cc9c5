import { z } from "zod";
import type { Annotation } from "./annotation.ts";

/** A name as data sets give it to classes, splits and attributes. */
export const Name = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]*$/u, "contains control characters");

const side = z.int().min(1).max(1_000_000);
const finite = z.number();
const positive = z.number().positive();
const point = z.tuple([finite, finite]);
const ring = z.array(point).min(3).max(100_000);

export const AttributeValues = z.record(
  Name,
  z.union([z.string().max(2000), z.number(), z.boolean(), z.null()]),
);

/** What may be said of a region beside its shape and class. */
export const AnnotationFacts = z.object({
  id: z.union([z.string().max(200), z.number()]).optional(),
  crowd: z.boolean().optional(),
  difficult: z.boolean().optional(),
  truncated: z.boolean().optional(),
  occluded: z.boolean().optional(),
  order: finite.optional(),
  attributes: AttributeValues.optional(),
});

const about = { class: Name.optional(), ...AnnotationFacts.shape };

/** An annotation as `images.jsonl`, the REST interface and the database hold it. */
export const AnnotationSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("box"), x: finite, y: finite, width: finite, height: finite, ...about }),
  z.object({
    kind: z.literal("rotated-box"),
    corners: z.tuple([point, point, point, point]),
    ...about,
  }),
  z.object({
    kind: z.literal("polygon"),
    parts: z.array(ring).min(1).max(1000),
    union: z.boolean().optional(),
    ...about,
  }),
  z.object({
    kind: z.literal("ellipse"),
    cx: finite,
    cy: finite,
    rx: positive,
    ry: positive,
    rotation: finite,
    ...about,
  }),
  z.object({
    kind: z.literal("mask"),
    size: z.tuple([side, side]),
    counts: z.array(z.int().min(0)).max(10_000_000),
    ...about,
  }),
  z.object({ kind: z.literal("points"), points: z.array(point).min(1).max(10_000), ...about }),
  z.object({ kind: z.literal("polyline"), points: z.array(point).min(2).max(100_000), ...about }),
]) satisfies z.ZodType<Annotation>;
