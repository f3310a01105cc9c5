import { AppError } from "#lib/errors.ts";
import {
  type Field,
  MESSAGES,
  type MessageName,
  type OnnxModel,
  type StringEntry,
  WIRE,
} from "./messages.ts";

/** Subgraphs in subgraphs: no classifier goes deeper. */
const DEEPEST = 32;
/** Nodes, names, sizes and numbers together; the largest published classifiers have some tens of thousands. */
const MOST_ITEMS = 500_000;
/** Of all names and texts. */
const MOST_TEXT_BYTES = 64 * 1024 * 1024;

export function refuseOnnx(why: string): never {
  throw new AppError("invalid", `This is not a usable ONNX file: ${why}.`);
}

type Fields = ReadonlyMap<number, { key: string; field: Field }>;
const fieldsById = new Map<MessageName, Fields>(
  Object.entries(MESSAGES).map(([name, fields]) => [
    name as MessageName,
    new Map(Object.entries(fields).map(([key, field]) => [field[0], { key, field }])),
  ]),
);

const EMPTY_BYTES = new Uint8Array(0);
const EMPTY: Record<string, unknown> = { int: 0, float: 0, string: "", bytes: EMPTY_BYTES };
const scalarsOf = new Map<MessageName, Record<string, unknown>>();
const listsOf = new Map<MessageName, string[]>();
for (const [name, fields] of Object.entries(MESSAGES)) {
  const ofRule = (rule: Field[2]) => Object.entries(fields).filter(([, field]) => field[2] === rule);
  const scalars = ofRule(undefined).filter(([, [, type]]) => type in EMPTY);
  scalarsOf.set(
    name as MessageName,
    Object.fromEntries(scalars.map(([key, [, type]]) => [key, EMPTY[type]])),
  );
  listsOf.set(
    name as MessageName,
    ofRule("repeated").map(([key]) => key),
  );
}

/** A message with every list empty, every scalar 0 or "" and no message in it. */
function emptyMessage(name: MessageName): Record<string, unknown> {
  const message: Record<string, unknown> = { ...scalarsOf.get(name) };
  for (const key of listsOf.get(name) ?? []) message[key] = [];
  return message;
}

/** One top-level field of a file: its number, and where it begins and ends. */
export interface RawField {
  id: number;
  begin: number;
  end: number;
  /** Where its content begins, after tag and length. */
  content: number;
}

/** Reads tags and values of a protobuf message, never beyond `end`. */
class Reader {
  readonly bytes: Uint8Array;
  at: number;
  end: number;

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /** A 64-bit number; exact up to 2^53, which is more than any size here may be. */
  varint(): number {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      if (this.at >= this.end) refuseOnnx("it ends in the middle of a number");
      const byte = this.bytes[this.at++];
      if (shift === 0n && byte < 0x80) return byte;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(BigInt.asIntN(64, value));
    }
    return refuseOnnx("it holds a number of more than 64 bits");
  }

  /** The field that begins here; the position moves behind it. */
  field(): RawField & { wire: number } {
    const begin = this.at;
    const tag = this.varint();
    const [id, wire] = [Math.floor(tag / 8), tag & 7];
    if (id < 1) refuseOnnx("it is damaged");
    let content = this.at;
    let size = 0;
    if (wire === WIRE.varint) this.varint();
    else if (wire === WIRE.fixed64) size = 8;
    else if (wire === WIRE.fixed32) size = 4;
    else if (wire === WIRE.bytes) {
      size = this.varint();
      content = this.at;
    } else refuseOnnx("it is damaged");
    if (size < 0 || size > this.end - this.at) refuseOnnx("it is cut off, or damaged");
    this.at += size;
    return { id, wire, begin, content, end: this.at };
  }
}

class Decoder {
  readonly #bytes: Uint8Array;
  readonly #text = new TextDecoder("utf-8", { fatal: true });
  #itemsLeft = MOST_ITEMS;
  #textLeft = MOST_TEXT_BYTES;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  message(name: MessageName, begin: number, end: number, depth = 0, into = emptyMessage(name)) {
    if (depth > DEEPEST) refuseOnnx("its subgraphs are nested too deeply");
    const reader = new Reader(this.#bytes, begin, end);
    const fields = fieldsById.get(name) as Fields;
    while (reader.at < end) {
      const raw = reader.field();
      const known = fields.get(raw.id);
      if (known) this.#take(into, known.key, known.field, raw, depth);
    }
    return into;
  }

  #count(): void {
    if (--this.#itemsLeft < 0) refuseOnnx("it consists of more pieces than any classifier");
  }

  /** A scalar's last value counts, a message that comes again is merged, a list goes on: protobuf's rules. */
  #take(
    into: Record<string, unknown>,
    key: string,
    field: Field,
    raw: RawField & { wire: number },
    depth: number,
  ) {
    const [, type, rule] = field;
    const isList = rule === "repeated";
    if (isList && raw.wire === WIRE.bytes && (type === "int" || type === "float")) {
      for (const value of this.#packed(type, raw)) (into[key] as number[]).push(value);
      return;
    }
    const before = isList ? undefined : into[key];
    const value = this.#value(type, raw, depth, before as Record<string, unknown> | undefined);
    if (value === undefined) return;
    this.#count();
    if (isList) (into[key] as unknown[]).push(value);
    else into[key] = value;
  }

  /** @returns undefined for a field stored in another way than the schema says, which protobuf passes over */
  #value(
    type: Field[1],
    raw: RawField & { wire: number },
    depth: number,
    before?: Record<string, unknown>,
  ): unknown {
    const { wire, content, end } = raw;
    if (type === "int") {
      return wire === WIRE.varint ? new Reader(this.#bytes, content, end).varint() : undefined;
    }
    if (type === "float") return wire === WIRE.fixed32 ? this.#float(content) : undefined;
    if (wire !== WIRE.bytes) return undefined;
    if (type === "bytes") return this.#bytes.subarray(content, end);
    if (type === "string") return this.#string(content, end);
    return this.message(type, content, end, depth + 1, before);
  }

  #float(at: number): number {
    const { buffer, byteOffset } = this.#bytes;
    return new DataView(buffer, byteOffset + at, 4).getFloat32(0, true);
  }

  #string(begin: number, end: number): string {
    this.#textLeft -= end - begin;
    if (this.#textLeft < 0) refuseOnnx("its names are longer than any classifier's");
    try {
      return this.#text.decode(this.#bytes.subarray(begin, end));
    } catch {
      return refuseOnnx("one of its names is not text");
    }
  }

  *#packed(type: "int" | "float", { content, end }: RawField): Generator<number> {
    const reader = new Reader(this.#bytes, content, end);
    while (reader.at < end) {
      this.#count();
      if (type === "int") yield reader.varint();
      else {
        if (end - reader.at < 4) refuseOnnx("it ends in the middle of a number");
        yield this.#float(reader.at);
        reader.at += 4;
      }
    }
  }
}

/** The top-level fields of a file, in order: enough to copy it with some left out. @throws AppError `invalid` */
export function* topLevelFields(file: Uint8Array): Generator<RawField> {
  const reader = new Reader(file);
  while (reader.at < file.length) yield reader.field();
}

/** One top-level field of the kind that metadata are kept in. */
export const decodeEntry = (file: Uint8Array, { content, end }: RawField): StringEntry =>
  new Decoder(file).message("StringEntry", content, end) as unknown as StringEntry;

/**
 * Reads an ONNX file. Nothing is trusted: every length is checked against what is left, nesting, pieces and texts are
 * bounded, and no numbers are copied (tensors are views into the file).
 * @throws AppError `invalid` with the reason
 */
export function decodeOnnx(file: Uint8Array): OnnxModel & { graph: NonNullable<OnnxModel["graph"]> } {
  if (file.length === 0) refuseOnnx("it is empty");
  const model = new Decoder(file).message("Model", 0, file.length) as unknown as OnnxModel;
  if (!model.graph || model.irVersion < 1 || model.opsetImport.length === 0) {
    refuseOnnx("it holds no graph, or says neither its version nor that of its operations");
  }
  return model as ReturnType<typeof decodeOnnx>;
}
