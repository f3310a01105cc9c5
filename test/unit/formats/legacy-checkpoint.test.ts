import { describe, expect, it } from "vitest";
import { readWeights } from "#lib/formats/weights/read-weights.ts";
import {
  bytesOf,
  dictPickle,
  integer,
  type Piece,
  PROTO2,
  storage,
  tensor,
  text,
  tuple,
} from "#test/support/write-pickle.ts";

const MAGIC = bytesOf(PROTO2, 0x8a, 10, Buffer.from("6cfc9c46f9206aa85019", "hex"), ".");
const FLOAT = "ctorch\nFloatStorage\n";
const pickle = (...pieces: Piece[]) => bytesOf(PROTO2, ...pieces, ".");
const TWO = Uint8Array.from(Buffer.from(Float32Array.of(1.5, -2).buffer));

/** A persistent id of a legacy file: with a part, or with None. */
const legacyStorage = (key: string, count: number, part: Piece = "N", type = FLOAT): Piece => [
  tuple(text("storage"), type, text(key), text("cpu"), integer(count), part),
  "Q",
];
const legacyTensor = (of: Piece, shape: number, offset = 0): Piece => [
  "ctorch._utils\n_rebuild_tensor\n",
  tuple(of, integer(offset), tuple(integer(shape)), tuple(integer(1))),
  "R",
];

function count(value: number | bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(value));
  return bytes;
}

interface Parts {
  magic?: Buffer;
  protocol?: Piece;
  object?: Piece;
  keys?: Piece;
  blocks?: Piece;
}

const file = ({
  magic = MAGIC,
  protocol = "M\xe9\x03",
  object = ["}(", text("w"), legacyTensor(legacyStorage("7", 2), 2), "u"],
  keys = ["](", text("7"), "e"],
  blocks = [count(2), TWO],
}: Parts = {}) =>
  bytesOf(magic, pickle(protocol), dictPickle({ little_endian: 0x88 }), pickle(object), pickle(keys), blocks);

const numbers = (parts?: Parts) => [
  ...new Float32Array(Uint8Array.from(readWeights(file(parts)).arrays.w.bytes).buffer),
];

it("is read: pickles, then storages", () => {
  expect(numbers()).toEqual([1.5, -2]);
  expect(readWeights(file()).format).toBe("pth-legacy");
});

it("may hold a part of a storage", () => {
  const part = tuple(text("view"), integer(1), integer(1));
  expect(numbers({ object: ["}(", text("w"), legacyTensor(legacyStorage("7", 2, part), 1), "u"] })).toEqual([
    -2,
  ]);
});

describe("is refused", () => {
  const object = (...tensors: Piece[]): Piece => [
    "}(",
    ...tensors.map((one, i) => [text(`w${i}`), one]),
    "u",
  ];
  const partOf = (...items: Piece[]): Piece =>
    object(legacyTensor(legacyStorage("7", 2, tuple(...items)), 1));
  it.each<[string, Parts, string]>([
    ["with another protocol", { protocol: "M\xea\x03" }, "legacy protocol"],
    ["without a list of storages", { keys: "N" }, "list of its storages"],
    ["with a storage it does not list", { keys: "]", blocks: "" }, '"7" is missing'],
    [
      "with a storage nothing refers to",
      { keys: ["](", text("7"), text("8"), "e"] },
      "not that of its tensors",
    ],
    ["with a storage listed twice", { keys: ["](", text("7"), text("7"), "e"] }, "not that of its tensors"],
    ["with a number for a key", { keys: ["](", integer(7), "e"] }, "not that of its tensors"],
    [
      "with a storage missing beside the weights",
      {
        object: [
          "}(",
          text("model"),
          object(legacyTensor(legacyStorage("7", 2), 2)),
          text("rng"),
          legacyTensor(legacyStorage("8", 1), 1),
          "u",
        ],
      },
      '"8" is missing',
    ],
    ["with another count", { blocks: [count(3), TWO] }, "has 3 elements where 2 are declared"],
    ["with a negative count", { blocks: [count(-2), TWO] }, "has -2 elements"],
    ["with numbers cut off", { blocks: [count(2), TWO.subarray(1)] }, "ends in the middle"],
    ["with a count cut off", { blocks: [count(2).subarray(3)] }, "ends in the middle"],
    [
      "with one storage declared in two ways",
      { object: object(legacyTensor(legacyStorage("7", 2), 2), legacyTensor(legacyStorage("7", 1), 1)) },
      "in two ways",
    ],
    [
      "with one storage of two types",
      {
        object: object(
          legacyTensor(legacyStorage("7", 2), 2),
          legacyTensor(legacyStorage("7", 2, "N", "ctorch\nIntStorage\n"), 1),
        ),
      },
      "in two ways",
    ],
    [
      "with a part beyond its storage",
      { object: partOf(text("v"), integer(1), integer(2)) },
      "reaches beyond it",
    ],
    [
      "with a part of negative length",
      { object: partOf(text("v"), integer(1), integer(-1)) },
      "reaches beyond it",
    ],
    [
      "with a part that is none",
      { object: object(legacyTensor(legacyStorage("7", 2, integer(1)), 1)) },
      "is none",
    ],
    [
      "with a tensor beyond its part",
      { object: object(legacyTensor(legacyStorage("7", 2, tuple(text("v"), integer(1), integer(1))), 2)) },
      "reaches beyond its storage of 1",
    ],
    [
      "with 2^40 numbers in no bytes",
      { object: object(legacyTensor(legacyStorage("7", 2 ** 40), 1)), blocks: count(2 ** 40) },
      "ends in the middle",
    ],
    [
      "with Python code in the facts on the machine",
      { protocol: ["M\xe9\x03.", "\x80\x02cos\nsystem\n"] },
      "names os.system",
    ],
    ["with a tensor as its magic number", { magic: bytesOf(PROTO2, tensor(), ".") }, "plain pickle"],
    ["with a storage as its magic number", { magic: bytesOf(PROTO2, storage("0", 1), ".") }, "plain pickle"],
  ])("%s", (_what, parts, message) => {
    expect(() => readWeights(file(parts))).toThrow(message);
  });
});
