import { AppError } from "#lib/errors.ts";
import { measureJson } from "../encodings/measure-json.ts";
import { byteLength, describeArray, isElementType, type StoredArray } from "./stored-array.ts";

export { toFloat32 } from "./read-numbers.ts";

export interface SafetensorsFile {
  tensors: Record<string, StoredArray>;
  metadata: Record<string, string>;
}

const MOST_TENSORS = 100_000;
/** Room for a long name, type, shape and range for each of them; the reference reader stops at 100 MB. */
const LARGEST_HEADER = 320 * MOST_TENSORS;
/** Header, entry, shape or range. */
const DEEPEST = 3;
const MOST_VALUES = 20 * MOST_TENSORS;
const MOST_DIMENSIONS = 64;

function refuse(why: string): never {
  throw new AppError("invalid", `This is not a usable safetensors file: ${why}.`, { reason: "damaged" });
}

/**
 * Reads a safetensors file: 8 bytes little-endian header length, a JSON header, then the numbers (the format's
 * specification: github.com/huggingface/safetensors). Nothing is trusted: the header's length, depth, names, types, shapes
 * and byte ranges are checked; ranges must follow one another without gap or overlap and end with the file; no name may
 * stand twice.
 * @throws AppError `invalid` with the reason.
 */
export function readSafetensors(file: Uint8Array): SafetensorsFile {
  const { header, body } = splitFile(file);
  const tensors: Record<string, StoredArray> = Object.create(null);
  let metadata: Record<string, string> = {};
  const ranges: [number, number][] = [];
  for (const name of Object.keys(header)) {
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
  if (length > BigInt(file.length - 8)) refuse("its header is longer than the file");
  if (length > BigInt(LARGEST_HEADER)) refuse(`its header is longer than ${LARGEST_HEADER / 1e6} MB`);
  const end = 8 + Number(length);
  return { header: parseHeader(file.subarray(8, end)), body: file.subarray(end) };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  const { depth, values, outerKeys } = measureJson(bytes);
  if (outerKeys > MOST_TENSORS) refuse(`it lists more than ${MOST_TENSORS} tensors`);
  if (depth > DEEPEST || values > MOST_VALUES) refuse("its header holds more than tensors and text");
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    refuse("its header is not JSON");
  }
  if (typeof header !== "object" || header === null || Array.isArray(header))
    refuse("its header is not an object");
  if (Object.keys(header).length !== outerKeys) refuse("its header has a name twice");
  return header as Record<string, unknown>;
}

function readMetadata(value: unknown): Record<string, string> {
  if (typeof value !== "object" || value === null) refuse("its metadata is not an object");
  for (const entry of Object.values(value))
    if (typeof entry !== "string") refuse("its metadata holds more than text");
  return Object.assign(Object.create(null), value);
}

const isCount = (n: unknown): n is number => Number.isSafeInteger(n) && (n as number) >= 0;
const quote = (name: string) => JSON.stringify(name.slice(0, 100));

function readEntry(name: string, value: unknown) {
  const entry = value as { dtype?: unknown; shape?: unknown; data_offsets?: unknown } | null;
  if (typeof entry !== "object" || entry === null) refuse(`the entry of ${quote(name)} is not an object`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (!isElementType(dtype)) refuse(`${quote(name)} has an unknown type`);
  if (!Array.isArray(shape) || shape.length > MOST_DIMENSIONS || !shape.every(isCount))
    refuse(`${quote(name)} has no valid shape`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
    refuse(`${quote(name)} has no valid range`);
  const [begin, end] = offsets as [number, number];
  if (end - begin !== byteLength(dtype, shape))
    refuse(`the shape and the range of ${quote(name)} do not agree`);
  return { dtype, shape: shape as number[], begin, end };
}

/**
 * Writes a safetensors file. Tensors come in the order given; the header is padded with spaces to a multiple of 8 bytes, as
 * the reference writer does, so that equal input gives equal bytes.
 */
export function writeSafetensors(
  tensors: Record<string, StoredArray>,
  metadata: Record<string, string> = {},
): Uint8Array {
  const header: Record<string, unknown> = Object.create(null);
  if (Object.keys(metadata).length > 0) header.__metadata__ = metadata;
  let size = 0;
  for (const [name, { dtype, shape, bytes }] of Object.entries(tensors)) {
    if (name === "__metadata__") throw new Error("__metadata__ is not a name for a tensor");
    if (bytes.length !== byteLength(dtype, shape))
      throw new Error(`${name}: ${bytes.length} bytes for ${describeArray({ dtype, shape })}`);
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
export function float32Entry(shape: number[], data: Float32Array): StoredArray {
  return { dtype: "F32", shape, bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}
