import type { AnnotationShape } from "#lib/formats/dataset/annotation.ts";
import { type Box, maskBounds } from "#lib/imaging/box.ts";
import { decodeMask, encodeMask, type Mask } from "#lib/imaging/mask-runs.ts";

export type MaskShape = Extract<AnnotationShape, { kind: "mask" }>;

interface Decoded {
  mask: Mask;
  bounds: Box | null;
}

/** Shapes never change, so each is decoded once, for as long as someone holds it. */
const decoded = new WeakMap<MaskShape, Decoded>();

function decode(shape: MaskShape): Decoded {
  const known = decoded.get(shape);
  if (known) return known;
  const mask = decodeMask(shape);
  const fresh = { mask, bounds: maskBounds(mask) };
  decoded.set(shape, fresh);
  return fresh;
}

/** The pixels of a mask. Read only. */
export const maskOf = (shape: MaskShape): Mask => decode(shape).mask;

/** The smallest box around a mask; null when it is empty. */
export const boundsOfMask = (shape: MaskShape): Box | null => decode(shape).bounds;

/** The shape of these pixels, which the caller does not change any more. */
export function shapeOfMask(mask: Mask): MaskShape {
  const shape: MaskShape = { kind: "mask", ...encodeMask(mask) };
  decoded.set(shape, { mask, bounds: maskBounds(mask) });
  return shape;
}
