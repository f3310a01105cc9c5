import { DEFAULT_MAX_PIXELS } from "#lib/imaging/picture-bounds.ts";
import type { Size } from "#lib/imaging/region.ts";
import { Fault } from "../fault.ts";
import { printable } from "./printable.ts";

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,4})?$/i;

/** A decimal number as formats write it; anything else, and what is too large for a number, is a fault. */
export function parseNumber(text: string | undefined, name: string): number {
  const trimmed = text?.trim() ?? "";
  if (!DECIMAL.test(trimmed)) {
    throw new Fault("bad-number", `${name} is no number: "${printable(trimmed).slice(0, 40)}".`);
  }
  const value = Number(trimmed);
  if (!Number.isFinite(value)) throw new Fault("non-finite", `${name} is too large for a number.`);
  return value;
}

/** A picture's size as described: whole numbers, and no more pixels than a picture may have. */
export function parseSize(width: string | undefined, height: string | undefined): Size {
  return checkedSize(parseNumber(width, "The width"), parseNumber(height, "The height"));
}

/** The size, when a picture may have it. @throws Fault `bad-dimensions`, `too-many-pixels` */
export function checkedSize(width: number, height: number): Size {
  if (![width, height].every((side) => Number.isInteger(side) && side >= 1)) {
    throw new Fault(
      "bad-dimensions",
      `It is described as ${width} x ${height} pixels, which is no size of a picture.`,
    );
  }
  if (width * height <= DEFAULT_MAX_PIXELS) return { width, height };
  const limit = `${DEFAULT_MAX_PIXELS / 1e6} megapixels`;
  throw new Fault("too-many-pixels", `It is described as ${width} x ${height} pixels: more than ${limit}.`);
}
