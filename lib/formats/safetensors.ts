import { AppError } from "#lib/errors.ts";

/** Element types of the format with their size in bytes. F16 and BF16 are read as raw bytes only. */
const BYTES = { F64: 8, F32: 4, F16: 2, BF16: 2, I64: 8, I32: 4, I16: 2, I8: 1, U8: 1, BOOL: 1 } as const;
export type SafetensorsType = keyof typeof BYTES;

export interface SafetensorsEntry {
  dtype: SafetensorsType;
  shape: number[];
  /** The numbers, little-endian, row-major; a view into the file. */
  bytes: Uint8Array;
}

export interface SafetensorsFile {
  tensors: Record<string, SafetensorsEntry>;
  metadata: Record<string, string>;
}

/** The reference reader's bound: a header larger than this is an attack, not a model. */
const LARGEST_HEADER = 100_000_000;
const MOST_TENSORS = 100_000;

function refuse(why: string): never {
  throw new AppError("invalid", `This is not a usable safetensors file: ${why}.`);
}

/**
 * Reads a safetensors file: 8 bytes little-endian header length, a JSON header, then the numbers.
 * Nothing is trusted: the header's length, names, types, shapes and byte ranges are checked, ranges must follow one
 * another without gap or overlap and end with the file.
 * @throws AppError `invalid` with the reason.
 */
export function readSafetensors(file: Uint8Array): SafetensorsFile {
  const { header, body } = splitFile(file);
  const tensors: Record<string, SafetensorsEntry> = Object.create(null);
  let metadata: Record<string, string> = {};
  const ranges: [number, number][] = [];
  const names = Object.keys(header);
  if (names.length > MOST_TENSORS) refuse(`it lists more than ${MOST_TENSORS} tensors`);
  for (const name of names) {
    if (name === "__metadata__") {
      metadata = readMetadata(header[name]);
      continue;
    }
    const { dtype, shape, begin, end } = readEntry(name, header[name]);
    if (end > body.length) refuse(`the numbers of ${quote(name)} lie beyond its end`);
    ranges.push([begin, end]);
    tensors[name] = { dtype, shape, bytes: body.subarray(begin, end) };
  }
  ranges.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let at = 0;
  for (const [begin, end] of ranges) {
    if (begin !== at) refuse("its tensors overlap or leave a gap");
    at = end;
  }
  if (at !== body.length) refuse("bytes are left over after the last tensor");
  return { tensors, metadata };
}

function splitFile(file: Uint8Array): { header: Record<string, unknown>; body: Uint8Array } {
  if (file.length < 8) refuse("it is shorter than its own header length");
  const length = new DataView(file.buffer, file.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(LARGEST_HEADER) || length > BigInt(file.length - 8))
    refuse("its header is longer than the file");
  const text = new TextDecoder("utf-8", { fatal: true });
  let header: unknown;
  try {
    header = JSON.parse(text.decode(file.subarray(8, 8 + Number(length))));
  } catch {
    refuse("its header is not JSON");
  }
  if (typeof header !== "object" || header === null || Array.isArray(header))
    refuse("its header is not an object");
  return { header: header as Record<string, unknown>, body: file.subarray(8 + Number(length)) };
}

function readMetadata(value: unknown): Record<string, string> {
  if (typeof value !== "object" || value === null) refuse("its metadata is not an object");
  for (const entry of Object.values(value))
    if (typeof entry !== "string") refuse("its metadata holds more than text");
  return value as Record<string, string>;
}

const isCount = (n: unknown): n is number => Number.isSafeInteger(n) && (n as number) >= 0;
const quote = (name: string) => JSON.stringify(name.slice(0, 100));

function readEntry(name: string, value: unknown) {
  const entry = value as { dtype?: unknown; shape?: unknown; data_offsets?: unknown } | null;
  if (typeof entry !== "object" || entry === null) refuse(`the entry of ${quote(name)} is not an object`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== "string" || !Object.hasOwn(BYTES, dtype)) refuse(`${quote(name)} has an unknown type`);
  if (!Array.isArray(shape) || shape.length > 8 || !shape.every(isCount))
    refuse(`${quote(name)} has no valid shape`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
    refuse(`${quote(name)} has no valid range`);
  const [begin, end] = offsets as [number, number];
  const count = (shape as number[]).reduce((product, n) => product * n, 1);
  if (!Number.isSafeInteger(count) || end - begin !== count * BYTES[dtype as SafetensorsType]) {
    refuse(`the shape and the range of ${quote(name)} do not agree`);
  }
  return { dtype: dtype as SafetensorsType, shape: shape as number[], begin, end };
}

/** The numbers of an F32, F64 or I32 entry as float32 (a copy: the file need not be aligned). Other types are refused. */
export function toFloat32(name: string, { dtype, bytes }: SafetensorsEntry): Float32Array {
  const copy = new Uint8Array(bytes).buffer;
  if (dtype === "F32") return new Float32Array(copy);
  if (dtype === "F64") return Float32Array.from(new Float64Array(copy));
  if (dtype === "I32") return Float32Array.from(new Int32Array(copy));
  return refuse(`${quote(name)} holds ${dtype}; F32 is needed`);
}

/**
 * Writes a safetensors file. Tensors come in the order given; the header is padded with spaces to a multiple of 8 bytes, as
 * the reference writer does, so that equal input gives equal bytes.
 */
export function writeSafetensors(
  tensors: Record<string, { dtype: SafetensorsType; shape: number[]; bytes: Uint8Array }>,
  metadata: Record<string, string> = {},
): Uint8Array {
  const header: Record<string, unknown> = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  let size = 0;
  for (const [name, { dtype, shape, bytes }] of Object.entries(tensors)) {
    header[name] = { dtype, shape, data_offsets: [size, size + bytes.length] };
    size += bytes.length;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil(json.length / 8) * 8;
  const file = new Uint8Array(8 + length + size).fill(0x20, 8, 8 + length);
  new DataView(file.buffer).setBigUint64(0, BigInt(length), true);
  file.set(json, 8);
  let at = 8 + length;
  for (const { bytes } of Object.values(tensors)) {
    file.set(bytes, at);
    at += bytes.length;
  }
  return file;
}

/** An entry to write from float32 numbers. */
export function float32Entry(shape: number[], data: Float32Array) {
  return {
    dtype: "F32" as const,
    shape,
    bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  };
}
