import { type Field, MESSAGES, type MessageName, type OnnxModel, WIRE } from "./messages.ts";

/** Messages written here name only the fields they have. */
export type Partly<T> = T extends Uint8Array
  ? T
  : T extends (infer Item)[]
    ? Partly<Item>[]
    : T extends object
      ? { [Key in keyof T]?: Partly<T[Key]> }
      : T;

/** Collects pieces of a file without copying them. */
class Pieces {
  readonly list: Uint8Array[] = [];
  length = 0;

  push(bytes: Uint8Array): void {
    this.list.push(bytes);
    this.length += bytes.length;
  }

  pushAll(others: Pieces): void {
    for (const piece of others.list) this.push(piece);
  }

  /** Seven bits a byte, lowest first; negative numbers as their 64-bit complement. */
  pushVarint(value: number): void {
    if (value >= 0 && value < 0x80) {
      this.push(Uint8Array.of(value));
      return;
    }
    const bytes: number[] = [];
    let rest = BigInt.asUintN(64, BigInt(value));
    do {
      const low = Number(rest & 0x7fn);
      rest >>= 7n;
      bytes.push(rest > 0n ? low | 0x80 : low);
    } while (rest > 0n);
    this.push(Uint8Array.from(bytes));
  }
}

const text = new TextEncoder();

function float32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return bytes;
}

function writeField(out: Pieces, [id, type]: Field, value: unknown): void {
  const tag = (wire: number) => out.pushVarint(id * 8 + wire);
  if (type === "int") {
    tag(WIRE.varint);
    out.pushVarint(value as number);
  } else if (type === "float") {
    tag(WIRE.fixed32);
    out.push(float32(value as number));
  } else {
    const body = new Pieces();
    if (type === "string") body.push(text.encode(value as string));
    else if (type === "bytes") body.push(value as Uint8Array);
    else writeMessage(body, type, value as object);
    tag(WIRE.bytes);
    out.pushVarint(body.length);
    out.pushAll(body);
  }
}

function writeMessage(out: Pieces, name: MessageName, message: object): void {
  const fields = MESSAGES[name];
  for (const [key, value] of Object.entries(message)) {
    const field = fields[key];
    if (!field) throw new Error(`${name} has no field ${key}.`);
    if (value === undefined) continue;
    for (const item of field[2] === "repeated" ? (value as unknown[]) : [value]) writeField(out, field, item);
  }
}

/** The bytes of a Model message, fields in the order they are given in. Lists of numbers are written one by one. */
export function encodeOnnx(model: Partly<OnnxModel>): Uint8Array {
  const pieces = new Pieces();
  writeMessage(pieces, "Model", model);
  const file = new Uint8Array(pieces.length);
  let at = 0;
  for (const piece of pieces.list) {
    file.set(piece, at);
    at += piece.length;
  }
  return file;
}
