import { refuseDamaged, refuseTooLarge } from "./refusal.ts";

/** 2^2048: no count, seed or size is larger, and it converts at once. */
const LONGEST_INTEGER_BYTES = 256;

/** A number where it is exact, a bigint beyond 2^53. */
function plain(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Two's complement, smallest byte first; no bytes are 0. */
export function integerFromBytes(bytes: Uint8Array): number | bigint {
  if (bytes.length === 0) return 0;
  if (bytes.length > LONGEST_INTEGER_BYTES) refuseTooLarge(`an integer in it has ${bytes.length} bytes`);
  let digits = "";
  for (const byte of bytes) digits = byte.toString(16).padStart(2, "0") + digits;
  return plain(BigInt.asIntN(8 * bytes.length, BigInt(`0x${digits}`)));
}

/** `12`, `-3`, `12L`; and `00` and `01`, which protocol 1 means as False and True. */
export function integerFromLine(line: string): number | bigint | boolean {
  if (line === "00" || line === "01") return line === "01";
  const digits = /^([+-]?\d+)L?$/.exec(line.trim())?.[1];
  if (digits === undefined) refuseDamaged("an integer in it is not one");
  return plain(BigInt(digits.replace(/^\+/, "")));
}

const FLOAT = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const SPECIAL: Record<string, number> = { nan: Number.NaN, inf: Infinity, "-inf": -Infinity };

export function floatFromLine(line: string): number {
  if (FLOAT.test(line)) return Number(line);
  if (Object.hasOwn(SPECIAL, line)) return SPECIAL[line];
  return refuseDamaged("a number in it is not one");
}

const ESCAPES: Record<string, string> = { n: "\n", r: "\r", t: "\t" };

/** A quoted text with Python's escapes, as protocol 0 writes str. */
export function textFromQuotedLine(line: string): string {
  const inner = /^(['"])(.*)\1$/s.exec(line.trim())?.[2];
  if (inner === undefined) refuseDamaged("a text in it has no quotes");
  return inner.replace(/\\(x[0-9a-f]{2}|.)/gis, (_, code: string) =>
    code.length === 3 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (ESCAPES[code] ?? code),
  );
}

/** Python's raw-unicode-escape, as protocol 0 writes unicode. */
export function textFromEscapedLine(line: string): string {
  return line.replace(/\\u([0-9a-f]{4})|\\U([0-9a-f]{8})/gi, (_, short?: string, long?: string) => {
    const point = Number.parseInt((short ?? long) as string, 16);
    return point > 0x10ffff ? refuseDamaged("a text in it is not Unicode") : String.fromCodePoint(point);
  });
}
