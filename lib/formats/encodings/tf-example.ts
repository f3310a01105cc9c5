import { Fault } from "../fault.ts";

/** A feature of a tf.train.Example: byte strings, or numbers. */
export type Feature = { kind: "bytes"; values: Uint8Array[] } | { kind: "numbers"; values: number[] };

const [VARINT, FIXED64, BYTES, FIXED32] = [0, 1, 2, 5];

/**
 * Reads a serialised tf.train.Example, which is a protocol buffer: Example {1: Features {1: map of name to Feature}},
 * Feature {1: bytes_list, 2: float_list, 3: int64_list}, each a list under 1. Byte strings are views into `bytes`.
 * @throws Fault `bad-protobuf`
 */
export function readExample(bytes: Uint8Array): ReadonlyMap<string, Feature> {
  const features = new Map<string, Feature>();
  for (const features_ of messages(bytes, 1)) {
    for (const entry of messages(features_, 1)) {
      const [name] = messages(entry, 1);
      const [feature] = messages(entry, 2);
      if (name && feature) features.set(new TextDecoder().decode(name), readFeature(feature));
    }
  }
  return features;
}

function readFeature(bytes: Uint8Array): Feature {
  for (const field of fields(bytes)) {
    if (field.type !== BYTES) continue;
    if (field.number === 1) return { kind: "bytes", values: [...messages(field.bytes, 1)] };
    if (field.number === 2) return { kind: "numbers", values: floats(field.bytes) };
    if (field.number === 3) return { kind: "numbers", values: integers(field.bytes) };
  }
  return { kind: "bytes", values: [] };
}

function floats(list: Uint8Array): number[] {
  return [...fields(list)].flatMap(({ bytes }) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => view.getFloat32(4 * i, true));
  });
}

/** Packed or one by one. */
function integers(list: Uint8Array): number[] {
  return [...fields(list)].flatMap(({ type, value, bytes }) => {
    if (type === VARINT) return [Number(BigInt.asIntN(64, value))];
    const numbers: number[] = [];
    for (const cursor = { at: 0 }; cursor.at < bytes.length; ) {
      numbers.push(Number(BigInt.asIntN(64, readVarint(bytes, cursor))));
    }
    return numbers;
  });
}

function* messages(bytes: Uint8Array, number: number): Generator<Uint8Array> {
  for (const field of fields(bytes)) if (field.number === number && field.type === BYTES) yield field.bytes;
}

interface Field {
  number: number;
  type: number;
  /** Of a varint. */
  value: bigint;
  /** Of anything else. */
  bytes: Uint8Array;
}

function* fields(bytes: Uint8Array): Generator<Field> {
  const cursor = { at: 0 };
  while (cursor.at < bytes.length) {
    const key = readVarint(bytes, cursor);
    const [number, type] = [Number(key >> 3n), Number(key & 7n)];
    const value = type === VARINT || type === BYTES ? readVarint(bytes, cursor) : 0n;
    const length = type === BYTES ? Number(value) : type === FIXED64 ? 8 : type === FIXED32 ? 4 : 0;
    const isKnown = [VARINT, FIXED64, BYTES, FIXED32].includes(type);
    if (!isKnown || cursor.at + length > bytes.length)
      throw new Fault("bad-protobuf", "A record is no tf.train.Example.");
    yield { number, type, value, bytes: bytes.subarray(cursor.at, cursor.at + length) };
    cursor.at += length;
  }
}

function readVarint(bytes: Uint8Array, cursor: { at: number }): bigint {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    if (cursor.at >= bytes.length) break;
    const byte = bytes[cursor.at++];
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
  throw new Fault("bad-protobuf", "A record is no tf.train.Example.");
}
