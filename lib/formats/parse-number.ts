import { Fault } from "./fault.ts";
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

/** A number of pixels of a picture's side: whole, from 1 to a million. */
export function parseSide(text: string | undefined, name: string): number {
  const value = parseNumber(text, name);
  if (Number.isInteger(value) && value >= 1 && value <= 1_000_000) return value;
  throw new Fault("bad-dimensions", `${name} is no size of a picture: ${value}.`);
}
