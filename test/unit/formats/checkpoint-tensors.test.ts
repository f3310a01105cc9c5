import { describe, expect, it } from "vitest";
import { readWeights } from "#lib/formats/weights/read-weights.ts";
import {
  bytesOf,
  dictPickle,
  integer,
  type Piece,
  storage,
  type TensorPieces,
  tensor,
  tuple,
} from "#test/support/write-pickle.ts";
import { writeCheckpoint } from "#test/support/write-zip.ts";

const read = (pieces: TensorPieces, numbers = 12) => {
  const data = new Uint8Array(Float32Array.from({ length: numbers }, (_, i) => i).buffer);
  return readWeights(writeCheckpoint(dictPickle({ w: tensor({ count: numbers, ...pieces }) }), { 0: data }))
    .arrays.w;
};
const numbers = (pieces: TensorPieces, count?: number) => [
  ...new Float32Array(Uint8Array.from(read(pieces, count).bytes).buffer),
];

describe("a window on a storage", () => {
  it.each<[string, TensorPieces, number[]]>([
    ["as it lies", { shape: [2, 2], strides: [2, 1], offset: 3 }, [3, 4, 5, 6]],
    ["transposed", { shape: [2, 3], strides: [1, 2] }, [0, 2, 4, 1, 3, 5]],
    ["with steps", { shape: [3], strides: [4] }, [0, 4, 8]],
    ["overlapping", { shape: [3, 2], strides: [1, 1] }, [0, 1, 1, 2, 2, 3]],
    ["repeated", { shape: [3], strides: [0], offset: 11 }, [11, 11, 11]],
    ["without dimensions", { shape: [], strides: [], offset: 7 }, [7]],
    ["with an axis of one and an absurd stride", { shape: [1, 2], strides: [2 ** 50, 1] }, [0, 1]],
    ["empty, wherever it begins", { shape: [0, 3], strides: [2 ** 50, 1], offset: 2 ** 50 }, []],
    ["up to the last number", { shape: [2], strides: [11] }, [0, 11]],
  ])("%s", (_what, pieces, want) => {
    expect(numbers(pieces)).toEqual(want);
    expect(read(pieces).shape).toEqual(pieces.shape);
  });

  it.each<[string, TensorPieces]>([
    ["in order", { shape: [2], strides: [1] }],
    ["in order but for an axis of one", { shape: [1, 2], strides: [7, 1] }],
  ])("is a view of the file where it lies %s", (_what, pieces) => {
    const pickle = dictPickle({ w: tensor({ count: 2, ...pieces }) });
    const file = writeCheckpoint(pickle, { 0: new Uint8Array(8) });
    expect(readWeights(file).arrays.w.bytes.buffer).toBe(file.buffer);
  });
});

it.each([0, 1, 2, 3])("reads the same of a file that begins %i bytes into a buffer", (shift) => {
  const data = new Uint8Array(Float64Array.of(0, 1, 2, 3, 4, 5).buffer);
  for (const [type, count, strides, want] of [
    ["DoubleStorage", 6, [1, 2], [0, 2, 4, 1, 3, 5]],
    ["FloatStorage", 12, [1, 4], null],
    ["ShortStorage", 24, [1, 8], null],
    ["ByteStorage", 48, [1, 16], null],
  ] as const) {
    const pieces = { type: `ctorch\n${type}\n`, count, shape: [2, 3], strides: [...strides] };
    const file = writeCheckpoint(dictPickle({ w: tensor(pieces) }), { 0: data });
    const shifted = new Uint8Array(file.length + shift);
    shifted.set(file, shift);
    const { bytes } = readWeights(shifted.subarray(shift)).arrays.w;
    if (want) expect([...new Float64Array(bytes.slice().buffer)]).toEqual(want);
    const width = data.length / count;
    const element = (i: number) => [...data.subarray(i * width, (i + 1) * width)];
    const naive = [0, 1].flatMap((row) =>
      [0, 1, 2].flatMap((column) => element(row * strides[0] + column * strides[1])),
    );
    expect([...bytes]).toEqual(naive);
  }
});

it("reads numbers wider than the odd bytes they lie in", () => {
  const untyped: Piece = storage("0", 11, "ctorch.storage\nUntypedStorage\n");
  const shape = tuple(integer(2));
  const args = tuple(untyped, integer(0), shape, tuple(integer(1)), 0x89, "N", "ctorch\nint32\n");
  const strided = tuple(
    untyped,
    integer(0),
    tuple(integer(2), integer(1)),
    tuple(integer(1), integer(0)),
    0x89,
    "N",
    "ctorch\nint32\n",
  );
  for (const one of [args, strided]) {
    const piece: Piece = ["ctorch._utils\n_rebuild_tensor_v3\n", one, "R"];
    const data = Uint8Array.from({ length: 11 }, (_, i) => i);
    const file = writeCheckpoint(dictPickle({ w: piece }), { 0: data });
    expect([...readWeights(file).arrays.w.bytes]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  }
  const beyond: Piece = [
    "ctorch._utils\n_rebuild_tensor_v3\n",
    tuple(untyped, integer(1), shape, tuple(integer(1)), 0x89, "N", "ctorch\nint32\n"),
    "R",
  ];
  const file = writeCheckpoint(dictPickle({ w: beyond }), { 0: new Uint8Array(11) });
  expect(() => readWeights(file)).toThrow("beyond its storage of 2 elements");
});

describe("a window that is none is refused", () => {
  it.each<[string, TensorPieces, string]>([
    ["one beyond the end", { shape: [2], strides: [11], offset: 1 }, "reaches beyond"],
    ["an offset beyond the end", { shape: [1], strides: [1], offset: 12 }, "reaches beyond"],
    ["more than there is", { shape: [13], strides: [1] }, "reaches beyond"],
    ["a stride beyond the end", { shape: [2], strides: [2 ** 50] }, "reaches beyond"],
    ["a product beyond 2^53", { shape: [2 ** 50, 2 ** 50], strides: [1, 1] }, "reaches beyond"],
    ["a negative size", { shape: [-1], strides: [1] }, "not counts"],
    ["a negative stride", { shape: [2], strides: [-1], offset: 5 }, "not counts"],
    ["a negative offset", { shape: [1], strides: [1], offset: -1 }, "not counts"],
    ["shape and strides of different length", { shape: [1, 1], strides: [1] }, "do not agree"],
    ["65 dimensions", { shape: Array(65).fill(1), strides: Array(65).fill(1) }, "do not agree"],
  ])("%s", (_what, pieces, message) => {
    expect(() => read(pieces)).toThrow(message);
  });

  it.each<[string, Piece]>([
    [
      "of a text",
      ["ctorch._utils\n_rebuild_tensor_v2\n", tuple("X\x01\x00\x00\x00a", integer(0), ")", ")"), "R"],
    ],
    ["without a shape", ["ctorch._utils\n_rebuild_tensor_v2\n", tuple(storage("0", 1)), "R"]],
    [
      "of a type that is a function",
      [
        "ctorch._utils\n_rebuild_tensor_v3\n",
        tuple(storage("0", 1), integer(0), ")", ")", 0x89, "N", "ccollections\nOrderedDict\n"),
        "R",
      ],
    ],
    ["of a parameter that is none", ["ctorch._utils\n_rebuild_parameter\n", tuple("N", 0x89, "N"), "R"]],
  ])("a call %s", (_what, piece) => {
    const file = writeCheckpoint(dictPickle({ w: piece }), { 0: new Uint8Array(4) });
    expect(() => readWeights(file)).toThrow("arguments it does not take");
  });

  it("a negative view, whose numbers are not those stored", () => {
    const metadata: Piece = ["}(", "X\x03\x00\x00\x00neg", 0x88, "u"];
    const piece: Piece = [
      "ctorch._utils\n_rebuild_tensor_v2\n",
      tuple(storage("0", 1), integer(0), ")", ")", 0x89, "N", metadata),
      "R",
    ];
    expect(() => readWeights(writeCheckpoint(dictPickle({ w: piece }), { 0: new Uint8Array(4) }))).toThrow(
      "resolve_neg",
    );
  });
});

describe("numbers repeated without end", () => {
  it("are refused before they take memory", () => {
    expect(() => read({ shape: [2 ** 40], strides: [0] })).toThrow("out of proportion");
    expect(() => read({ shape: [20_000_000], strides: [0] })).toThrow("out of proportion");
  });

  it("are refused where many small tensors add up to them", () => {
    const one = tensor({ shape: [1_000_000], strides: [0] });
    const items = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`w${i}`, one]));
    const file = writeCheckpoint(dictPickle(items), { 0: new Uint8Array(4) });
    expect(() => readWeights(file)).toThrow("out of proportion");
  });

  it("are read in reason, as an expanded tensor is saved", () => {
    expect(numbers({ shape: [1000], strides: [0], offset: 1 })).toEqual(Array(1000).fill(1));
  });
});

it("reads the same storage under two names and two types", () => {
  const items = {
    a: tensor({ count: 1, shape: [1] }),
    b: tensor({ count: 4, shape: [4], type: "ctorch\nByteStorage\n" }),
  };
  const { arrays } = readWeights(writeCheckpoint(dictPickle(items), { 0: Uint8Array.of(1, 2, 3, 4) }));
  expect(arrays.a.bytes).toEqual(arrays.b.bytes);
  expect(bytesOf(arrays.b.bytes)).toEqual(Buffer.of(1, 2, 3, 4));
});
