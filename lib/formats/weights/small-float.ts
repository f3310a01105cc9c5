/** A float with at most sixteen bits: one for the sign, then exponent and mantissa. */
interface SmallFloat {
  exponentBits: number;
  mantissaBits: number;
  /** `ieee`: the largest exponent means infinity or NaN. `finite`: only its last code is NaN (OCP's E4M3). */
  top: "ieee" | "finite";
}

const FORMATS = {
  F16: { exponentBits: 5, mantissaBits: 10, top: "ieee" },
  F8_E5M2: { exponentBits: 5, mantissaBits: 2, top: "ieee" },
  F8_E4M3: { exponentBits: 4, mantissaBits: 3, top: "finite" },
} as const satisfies Record<string, SmallFloat>;

export type SmallFloatType = keyof typeof FORMATS;

/**
 * The value of one code: (-1)^s · 2^(e - bias) · (1 + m / 2^M), or (-1)^s · 2^(1 - bias) · m / 2^M where e = 0, with
 * bias = 2^(E-1) - 1 for E exponent and M mantissa bits (IEEE 754-2019, 3.4; OCP 8-bit floating point, 2023). Exact in float32.
 */
function decode(code: number, { exponentBits, mantissaBits, top }: SmallFloat): number {
  const steps = 2 ** mantissaBits;
  const largest = 2 ** exponentBits - 1;
  const bias = 2 ** (exponentBits - 1) - 1;
  const mantissa = code % steps;
  const exponent = Math.floor(code / steps) % (largest + 1);
  const sign = code >= steps * (largest + 1) ? -1 : 1;
  if (exponent === 0) return sign * 2 ** (1 - bias) * (mantissa / steps);
  if (exponent === largest && top === "ieee") return mantissa === 0 ? sign * Infinity : Number.NaN;
  if (exponent === largest && mantissa === steps - 1 && top === "finite") return Number.NaN;
  return sign * 2 ** (exponent - bias) * (1 + mantissa / steps);
}

const tables = new Map<SmallFloatType, Float32Array>();

/** All values of a type by their code: 65,536 for F16, 256 for the others. */
export function smallFloatTable(type: SmallFloatType): Float32Array {
  let table = tables.get(type);
  if (!table) {
    const format = FORMATS[type];
    const codes = 2 ** (1 + format.exponentBits + format.mantissaBits);
    table = Float32Array.from({ length: codes }, (_, code) => decode(code, format));
    tables.set(type, table);
  }
  return table;
}
