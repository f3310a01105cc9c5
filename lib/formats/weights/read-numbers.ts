import { AppError } from "#lib/errors.ts";
import { smallFloatTable } from "./small-float.ts";
import type { StoredArray } from "./stored-array.ts";

function refuse(name: string, why: string): never {
  throw new AppError("invalid", `${JSON.stringify(name.slice(0, 100))} ${why}.`, { name });
}

export type Numbers =
  | Float64Array
  | Float32Array
  | BigInt64Array
  | BigUint64Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;

/** The numbers as they are stored: 64-bit integers stay exact, truth values become 0 and 1. A copy. @throws AppError `invalid` */
export function readNumbers(name: string, { dtype, bytes }: StoredArray): Numbers {
  const copy = new Uint8Array(bytes).buffer;
  switch (dtype) {
    case "F64":
      return new Float64Array(copy);
    case "F32":
      return new Float32Array(copy);
    case "F16":
      return lookUp(new Uint16Array(copy), smallFloatTable("F16"));
    case "F8_E5M2":
    case "F8_E4M3":
      return lookUp(new Uint8Array(copy), smallFloatTable(dtype));
    case "BF16":
      // The upper half of a float32.
      return new Float32Array(Uint32Array.from(new Uint16Array(copy), (code) => code << 16).buffer);
    case "I64":
      return new BigInt64Array(copy);
    case "U64":
      return new BigUint64Array(copy);
    case "I32":
      return new Int32Array(copy);
    case "U32":
      return new Uint32Array(copy);
    case "I16":
      return new Int16Array(copy);
    case "U16":
      return new Uint16Array(copy);
    case "I8":
      return new Int8Array(copy);
    case "U8":
    case "BOOL":
      return new Uint8Array(copy);
    default:
      return refuse(name, `holds ${dtype}; real numbers of a common type are needed`);
  }
}

function lookUp(codes: Uint8Array | Uint16Array, table: Float32Array): Float32Array {
  const values = new Float32Array(codes.length);
  for (let i = 0; i < codes.length; i++) values[i] = table[codes[i]];
  return values;
}

/**
 * The numbers as float32 (a copy: the file need not be aligned). Doubles are rounded to the nearest; nothing else changes.
 * @throws AppError `invalid` for a whole number that float32 cannot hold, a finite double beyond its range, or a type
 * without real values.
 */
export function toFloat32(name: string, array: StoredArray): Float32Array {
  const stored = readNumbers(name, array);
  if (stored instanceof Float32Array) return stored;
  const values = new Float32Array(stored.length);
  if (stored instanceof Float64Array) {
    for (let i = 0; i < stored.length; i++) {
      values[i] = stored[i];
      if (Number.isFinite(stored[i]) && !Number.isFinite(values[i]))
        refuse(name, `holds ${stored[i]}, which is beyond float32`);
    }
    return values;
  }
  for (let i = 0; i < stored.length; i++) {
    values[i] = Number(stored[i]);
    // biome-ignore lint/suspicious/noDoubleEquals: a bigint and a number are equal where they are the same number.
    if (values[i] != stored[i]) refuse(name, `holds ${stored[i]}, which float32 cannot hold exactly`);
  }
  return values;
}
