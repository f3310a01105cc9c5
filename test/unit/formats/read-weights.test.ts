import { describe, expect, it } from "vitest";
import { AppError } from "#lib/errors.ts";
import { readWeights } from "#lib/formats/weights/read-weights.ts";
import { float32Entry, writeSafetensors } from "#lib/formats/weights/safetensors.ts";
import {
  bytesOf,
  dictPickle,
  integer,
  type Piece,
  PROTO2,
  tensor,
  text,
  tuple,
} from "#test/support/write-pickle.ts";
import { writeCheckpoint } from "#test/support/write-zip.ts";

const ONE = Uint8Array.of(0, 0, 128, 63);
const w = tensor();
const dict = (items: Record<string, Piece>): Piece => [
  "}(",
  ...Object.entries(items).map(([key, value]) => [text(key), value]),
  "u",
];
const checkpoint = (items: Record<string, Piece>) => writeCheckpoint(dictPickle(items), { 0: ONE });

describe("the state_dict of a checkpoint", () => {
  it.each<[string, Record<string, Piece>, string]>([
    ["is the checkpoint itself", { "conv.weight": w, epoch: "N" }, ""],
    ["lies under a usual key", { model: dict({ w }), optimizer: dict({ state: dict({}) }) }, "model"],
    [
      "lies under the usual key, though tensors stand beside it",
      { state_dict: dict({ w }), mean: w },
      "state_dict",
    ],
    [
      "lies under the commoner of two usual keys",
      { net: dict({ w }), state_dict: dict({ w }) },
      "state_dict",
    ],
    ["lies under the only key with tensors", { generator: dict({ w }), epoch: "N" }, "generator"],
    ["lies deeper", { checkpoint: dict({ weights_of_mine: dict({ w }) }) }, "checkpoint/weights_of_mine"],
    ["lies deeper under a usual key", { a: dict({ model: dict({ w }), ema: dict({ w }) }) }, "a/model"],
  ])("%s", (_what, items, path) => {
    expect(readWeights(checkpoint(items)).path).toBe(path);
  });

  it("is one where it stands in two places", () => {
    const twice: Piece = ["}(", text("a"), dict({ w }), "q\x01", text("b"), "h\x01u"];
    expect(readWeights(writeCheckpoint(bytesOf(PROTO2, twice, "."), { 0: ONE })).path).toBe("a");
  });

  it("is the one asked for", () => {
    const file = checkpoint({ G: dict({ a: w }), D: dict({ b: w }) });
    expect(Object.keys(readWeights(file, { path: "D" }).arrays)).toEqual(["b"]);
    expect(() => readWeights(file)).toThrow('several dictionaries of tensors ("G", "D"); say which');
    expect(() => readWeights(file, { path: "E" })).toThrow('no dictionary under "E"');
    expect(() => readWeights(file, { path: "G/a" })).toThrow('no dictionary under "G/a"');
  });

  it.each<[string, Piece, string]>([
    ["of one tensor", w, "a tensor F32 [1]"],
    ["of a list", ["](", w, "e"], "a list of 1"],
    ["of nothing", "N", "None"],
    ["without tensors", dict({ epoch: integer(3) }), "no dictionary of tensors"],
    ["with tensors under numbers only", ["}", integer(0), w, "s"], "no dictionary of tensors"],
    ["with tensors in lists only", dict({ params: ["](", w, "e"] }), "no dictionary of tensors"],
  ])("is not found in a checkpoint %s", (_what, piece, message) => {
    expect(() => readWeights(writeCheckpoint(bytesOf(PROTO2, piece, "."), { 0: ONE }))).toThrow(message);
  });

  it("leaves out what is no weight and says so", () => {
    const namespace: Piece = ["cargparse\nNamespace\n)\x81", dict({ lr: "N", use_slot: 0x88 }), "b"];
    const { leftOut } = readWeights(
      checkpoint({
        model: dict({ w, version: text("v1") }),
        epoch: integer(3),
        best: ["G", 0x3f, 0xe0, 0, 0, 0, 0, 0, 0],
        args: namespace,
        rng: w,
        note: text("x".repeat(100)),
        set: ["c__builtin__\nset\n", tuple(["](", integer(1), "e"]), "R"],
        dtype: "ctorch\nfloat16\n",
        device: ["ctorch\ndevice\n", tuple(text("cuda"), integer(0)), "R"],
        huge: [0x8a, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1],
      }),
    );
    expect(Object.fromEntries(leftOut.map(({ name, what }) => [name, what]))).toEqual({
      epoch: "3",
      best: "0.5",
      args: "argparse.Namespace of 2",
      rng: "a tensor F32 [1]",
      note: "a text of 100 characters",
      set: "a set of 1",
      dtype: "torch.float16",
      device: '"cuda:0"',
      huge: "a whole number beyond 2^53",
      "model/version": '"v1"',
    });
  });

  it("keeps names that mean something to JavaScript as names", () => {
    const { arrays } = readWeights(checkpoint({ constructor: w, toString: w }));
    expect(Object.keys(arrays)).toEqual(["constructor", "toString"]);
    const own = writeCheckpoint(bytesOf(PROTO2, "}(", text("__proto__"), w, "u."), { 0: ONE });
    expect(Object.keys(readWeights(own).arrays)).toEqual(["__proto__"]);
    expect(({} as Record<string, unknown>).dtype).toBeUndefined();
  });
});

describe("a prefix", () => {
  const names = (items: Record<string, Piece>, prefixes: string[]) => {
    const { arrays, prefix } = readWeights(checkpoint(items), { prefixes });
    return [Object.keys(arrays), prefix];
  };
  it("is taken off where all names have it", () => {
    expect(names({ "module.a": w, "module.b": w }, ["module."])).toEqual([["a", "b"], "module."]);
    expect(names({ "_orig_mod.module.a": w }, ["_orig_mod.", "module."])).toEqual([
      ["a"],
      "_orig_mod.module.",
    ]);
  });
  it("stays where one has not, or nothing would be left", () => {
    expect(names({ "module.a": w, n_averaged: w }, ["module."])).toEqual([["module.a", "n_averaged"], ""]);
    expect(names({ "module.": w }, ["module."])).toEqual([["module."], ""]);
  });
});

it("reads safetensors with its metadata, types as they are", () => {
  const file = writeSafetensors({ "module.a": float32Entry([1], Float32Array.of(1)) }, { note: "x" });
  const { format, arrays, metadata, prefix } = readWeights(file, { prefixes: ["module."] });
  expect({ format, prefix, metadata: { ...metadata } }).toEqual({
    format: "safetensors",
    prefix: "module.",
    metadata: { note: "x" },
  });
  expect(Uint8Array.from(arrays.a.bytes)).toEqual(ONE);
  expect(() => readWeights(writeSafetensors({}))).toThrow("no tensor");
  expect(() =>
    readWeights(writeSafetensors({ ["a".repeat(1001)]: float32Entry([0], new Float32Array()) })),
  ).toThrow("longer than 1000");
});

describe("what is no weights file is called by its name", () => {
  const tar = Buffer.alloc(512);
  tar.write("ustar", 257);
  it.each<[string, Uint8Array, string]>([
    ["empty", new Uint8Array(), "empty"],
    ["text", Buffer.from("hello world\n"), "neither"],
    ["short", Buffer.from("x"), "neither"],
    ["web page", Buffer.from("<!DOCTYPE html><html>404"), "web page"],
    ["Git LFS", Buffer.from("version https://git-lfs.github.com/spec/v1\noid sha256:00"), "git lfs pull"],
    ["HDF5", bytesOf(0x89, "HDF\r\n\x1a\n", Buffer.alloc(40)), "HDF5"],
    ["gzip", bytesOf(0x1f, 0x8b, 8, 0, Buffer.alloc(20)), "gzip"],
    ["tar", tar, "tar archive"],
    ["NumPy", bytesOf("\x93NUMPY", 1, 0, Buffer.alloc(20)), "NumPy"],
    ["TensorFlow Lite", bytesOf(28, 0, 0, 0, "TFL3", Buffer.alloc(20)), "TensorFlow Lite"],
    ["ONNX", bytesOf(0x08, 0x08, 0x12, 0x07, "pytorch", Buffer.alloc(20)), "ONNX"],
    ["PNG", bytesOf(0x89, "PNG\r\n\x1a\n", Buffer.alloc(20)), "neither"],
    ["plain pickle", bytesOf(PROTO2, "]."), "plain pickle"],
    ["plain pickle of protocol 4", bytesOf(0x80, 4, 0x95, 2, [0, 0, 0, 0, 0, 0, 0], "]."), "plain pickle"],
    ["plain pickle of protocol 0", Buffer.from("(dp0\nVa\nI1\ns."), "plain pickle"],
  ])("%s", (_what, file, message) => {
    expect(() => readWeights(file)).toThrow(AppError);
    expect(() => readWeights(file)).toThrow(message);
  });

  it.each<[string, Uint8Array]>([
    ["protocol 0", Buffer.from("cos\nsystem\n(S'true'\ntR.")],
    ["protocol 0, arguments first", Buffer.from("(S'true'\nios\nsystem\n.")],
    ["protocol 2", bytesOf(PROTO2, "cos\nsystem\n.")],
    [
      "protocol 4",
      bytesOf(0x80, 4, 0x95, 14, [0, 0, 0, 0, 0, 0, 0], 0x8c, 2, "os", 0x8c, 6, "system", 0x93, "."),
    ],
  ])("and a pickle that names Python code by that name: %s", (_what, file) => {
    expect(() => readWeights(file)).toThrow("names os.system");
  });
});
