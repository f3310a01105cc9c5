import { AppError } from "#lib/errors.ts";
import type { Mask } from "../mask-runs.ts";

/**
 * The pixels that more than half of the raters marked; a pixel on which they are split in halves is outside.
 * @param masks of one picture, at least one, all of one size
 * @throws AppError `invalid` for none, or for masks of different sizes
 */
export function majorityMask(masks: readonly Mask[]): Mask {
  const { height, width } = requireOneSize(masks);
  const data = Uint8Array.from({ length: height * width }, (_, i) => {
    const votes = masks.reduce((sum, mask) => sum + (mask.data[i] ? 1 : 0), 0);
    return votes * 2 > masks.length ? 1 : 0;
  });
  return { data, height, width };
}

/** The size that all masks have. @throws AppError `invalid` for none, or for masks of different sizes */
export function requireOneSize(masks: readonly Mask[]): { height: number; width: number } {
  if (masks.length === 0) throw new AppError("invalid", "A consensus needs at least one mask.");
  const [{ height, width }] = masks;
  if (masks.every((mask) => mask.height === height && mask.width === width)) return { height, width };
  throw new AppError("invalid", "A consensus needs masks of one picture: these have different sizes.");
}
