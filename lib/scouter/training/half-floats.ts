const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

/** The nearest IEEE 754 half, ties to even; beyond 65504 infinity. */
function toHalf(value: number): number {
  float[0] = value;
  const x = bits[0];
  const sign = (x >>> 16) & 0x8000;
  const magnitude = x & 0x7fffffff;
  if (magnitude >= 0x47800000) return sign | (magnitude > 0x7f800000 ? 0x7e00 : 0x7c00);
  if (magnitude < 0x38800000) {
    // Subnormal: counted in units of 2^-24.
    float[0] = Math.abs(value) * 2 ** 24;
    const units = float[0];
    const below = Math.floor(units);
    const rest = units - below;
    const up = rest > 0.5 || (rest === 0.5 && below % 2 === 1);
    return sign | (below + (up ? 1 : 0));
  }
  const rounded = magnitude - 0x38000000 + 0x0fff + ((magnitude >>> 13) & 1);
  return sign | (rounded >>> 13);
}

function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 31;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

let table: Float32Array | null = null;

/** Numbers as IEEE 754 halves: half the memory, three digits. */
export function encodeHalves(values: Float32Array, out: Uint16Array): void {
  for (let i = 0; i < values.length; i++) out[i] = toHalf(values[i]);
}

/** The numbers again; exact. */
export function decodeHalves(halves: Uint16Array, out: Float32Array): void {
  table ??= Float32Array.from({ length: 65_536 }, (_, half) => fromHalf(half));
  for (let i = 0; i < halves.length; i++) out[i] = table[halves[i]];
}
