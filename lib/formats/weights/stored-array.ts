/**
 * Element types by the names safetensors gives them, with the bits an element takes. F8_* are the eight-bit floats of
 * OCP and of Graphcore (FNUZ), F6_* and F4 take less than a byte, C64 is a pair of float32.
 */
const BITS = {
  ...{ F64: 64, F32: 32, F16: 16, BF16: 16, C64: 64 },
  ...{ I64: 64, I32: 32, I16: 16, I8: 8, U64: 64, U32: 32, U16: 16, U8: 8, BOOL: 8 },
  ...{ F8_E5M2: 8, F8_E4M3: 8, F8_E8M0: 8, F8_E5M2FNUZ: 8, F8_E4M3FNUZ: 8, F6_E2M3: 6, F6_E3M2: 6, F4: 4 },
} as const;

export type ElementType = keyof typeof BITS;

/** Numbers as a file holds them, of any type and not yet converted. */
export interface StoredArray {
  dtype: ElementType;
  shape: number[];
  /** Little-endian and row-major; may be a view into the file. */
  bytes: Uint8Array;
}

export function isElementType(name: unknown): name is ElementType {
  return typeof name === "string" && Object.hasOwn(BITS, name);
}

/** Elements in a shape: 1 without dimensions, Infinity beyond what can be counted exactly. */
export function elementCount(shape: readonly number[]): number {
  if (shape.includes(0)) return 0;
  const count = shape.reduce((product, n) => product * n, 1);
  return Number.isSafeInteger(count) ? count : Number.POSITIVE_INFINITY;
}

/** Bytes that a shape takes; not a whole number where elements smaller than a byte do not fill the last one. */
export function byteLength(dtype: ElementType, shape: readonly number[]): number {
  return elementCount(shape) * (BITS[dtype] / 8);
}

/** "F32 [64, 3, 7, 7]", for messages. */
export function describeArray({ dtype, shape }: Pick<StoredArray, "dtype" | "shape">): string {
  return `${dtype} [${shape.slice(0, 8).join(", ")}${shape.length > 8 ? ", …" : ""}]`;
}
