/** Pieces of a pickle: text is bytes as they stand (opcodes), numbers are single bytes. */
export type Piece = string | number | Uint8Array | Piece[];

export function bytesOf(...pieces: Piece[]): Buffer {
  return Buffer.concat(
    pieces.map((piece) => {
      if (Array.isArray(piece)) return bytesOf(...piece);
      if (typeof piece === "number") return Buffer.of(piece);
      return typeof piece === "string" ? Buffer.from(piece, "latin1") : piece;
    }),
  );
}

export const PROTO2 = [0x80, 2];

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** BINUNICODE */
export function text(value: string): Piece {
  const bytes = Buffer.from(value);
  return ["X", u32(bytes.length), bytes];
}

/** LONG1 of five bytes: counts up to 2^39. */
export function integer(value: number): Piece {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(value));
  return [0x8a, 8, bytes];
}

export const tuple = (...items: Piece[]): Piece => ["(", ...items, "t"];

/** The persistent id of a storage and its look-up. */
export const storage = (key: string, count: number, type = "ctorch\nFloatStorage\n"): Piece => [
  tuple(text("storage"), type, text(key), text("cpu"), integer(count)),
  "Q",
];

export interface TensorPieces {
  key?: string;
  count?: number;
  type?: string;
  offset?: number;
  shape?: number[];
  strides?: number[];
}

/** A call of _rebuild_tensor_v2 as torch.save writes it. */
export function tensor({
  key = "0",
  count = 1,
  type = "ctorch\nFloatStorage\n",
  offset = 0,
  shape = [1],
  strides = [1],
}: TensorPieces = {}): Piece {
  return [
    "ctorch._utils\n_rebuild_tensor_v2\n",
    tuple(
      storage(key, count, type),
      integer(offset),
      tuple(...shape.map(integer)),
      tuple(...strides.map(integer)),
      0x89,
      "ccollections\nOrderedDict\n)R",
    ),
    "R",
  ];
}

/** A pickle of a dict with these items, each a piece that pushes one value. */
export function dictPickle(items: Record<string, Piece>): Buffer {
  const pairs = Object.entries(items).map(([key, value]) => [text(key), value]);
  return bytesOf(PROTO2, "}(", ...pairs, "u.");
}
