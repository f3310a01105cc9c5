import { describe, expect, it } from "vitest";
import { AppError } from "#lib/errors.ts";
import { readWeights } from "#lib/formats/weights/read-weights.ts";
import {
  bytesOf,
  dictPickle,
  integer,
  type Piece,
  PROTO2,
  tensor,
  text,
  tuple,
  u32,
} from "#test/support/write-pickle.ts";
import { writeCheckpoint } from "#test/support/write-zip.ts";

const FOUR = new Uint8Array(4);
const w = tensor({ shape: [1] });

/** The error with which a checkpoint of this pickle is refused. */
function refusal(...pieces: Piece[]): AppError {
  const file = writeCheckpoint(bytesOf(...pieces), { 0: FOUR });
  try {
    readWeights(file);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("it was read");
}

it("reads the checkpoint that the hostile ones differ from", () => {
  const { arrays, leftOut } = readWeights(writeCheckpoint(dictPickle({ w, epoch: "K\x03" }), { 0: FOUR }));
  expect(arrays.w).toMatchObject({ dtype: "F32", shape: [1] });
  expect(Uint8Array.from(arrays.w.bytes)).toEqual(FOUR);
  expect(leftOut).toEqual([{ name: "epoch", what: "3" }]);
});

describe("a pickle that names Python code is refused by that name", () => {
  const call = (global: string): Piece => [global, tuple(text("touch parity_pwned")), "R"];
  it.each<[string, string, Piece]>([
    ["GLOBAL", "os.system", call("cos\nsystem\n")],
    ["GLOBAL of the builtins", "builtins.getattr", call("cbuiltins\ngetattr\n")],
    ["STACK_GLOBAL", "os.system", [text("os"), text("system"), 0x93]],
    [
      "STACK_GLOBAL with a dotted name",
      "torch.serialization.os.system",
      [text("torch"), text("serialization.os.system"), 0x93],
    ],
    ["INST", "os.system", ["(", text("touch parity_pwned"), "ios\nsystem\n"]],
    ["OBJ", "os.system", ["(cos\nsystem\n", text("touch parity_pwned"), "o"]],
    ["NEWOBJ", "subprocess.Popen", ["csubprocess\nPopen\n", tuple(text("true")), 0x81]],
    ["a name that is not called", "os.system", "cos\nsystem\n"],
    ["a name that is dropped again", "os.system", ["cos\nsystem\n0", "N"]],
    ["a name under a tensor's hooks", "builtins.eval", [w, "0cbuiltins\neval\n"]],
    ["a class as the type of a storage", "os.PathLike", tensor({ type: "cos\nPathLike\n" })],
    ["a near miss", "torch._utils._rebuild_tensor_v2 ", "ctorch._utils\n_rebuild_tensor_v2 \n"],
    ["another prototype", "__proto__.constructor", "c__proto__\nconstructor\n"],
    ["a loader within", "torch.storage._load_from_bytes", call("ctorch.storage\n_load_from_bytes\n")],
    ["a factory within a container", "collections.defaultdict", "ccollections\ndefaultdict\n"],
    ["a NumPy scalar", "numpy.core.multiarray.scalar", "cnumpy.core.multiarray\nscalar\n"],
  ])("%s: %s", (_what, global, piece) => {
    const error = refusal(dictPickle({ w, x: piece }));
    expect(error.details).toEqual({ reason: "global", global });
    expect(error.message).toContain(global);
    expect(error.message).toContain("Nothing was run");
    expect(error.message.split("\n")).toHaveLength(1);
  });

  it("even where nothing else is in order", () => {
    expect(refusal(PROTO2, "cos\nsystem\nR").details.global).toBe("os.system");
  });

  it("with control characters made visible and a long name cut", () => {
    const { message } = refusal(PROTO2, text(`o\u001b[2J\n${"s".repeat(5000)}`), text("x"), 0x93, ".");
    expect([...message].every((character) => character >= " ")).toBe(true);
    expect(message.length).toBeLessThan(400);
  });
});

describe("a pickle that is out of order is refused with a reason", () => {
  const cyclic: Piece = ["]q\x07h\x07a"];
  it.each<[string, Piece, string]>([
    ["ends early", [PROTO2, "}("], "ends in the middle"],
    ["has protocol 6", [0x80, 6, "N."], "protocol 6"],
    ["has an unknown step", [PROTO2, 0xff], "0xff"],
    ["takes from an empty stack", [PROTO2, "0."], "takes a value"],
    ["takes from below a mark", [PROTO2, "N(", "a."], "takes a value"],
    ["closes no mark", [PROTO2, "t."], "closes what it did not open"],
    ["recalls what it has not set", [PROTO2, "h\x05."], "value 5"],
    ["recalls a negative number", [PROTO2, "g-1\n."], "beyond reason"],
    ["remembers nothing", [PROTO2, "q\x00."], "takes a value"],
    ["appends to a dict", [PROTO2, "}Na."], "not a list"],
    ["appends to a tuple", [PROTO2, ")Na."], "not a list"],
    ["sets items of a list", [PROTO2, "]NNs."], "not a dictionary"],
    ["sets a key alone", [PROTO2, "}(Nu."], "without a value"],
    ["adds to a list", [PROTO2, "](N", 0x90, "."], "not a set"],
    ["calls a text", [PROTO2, text("system"), ")R."], "not a known function"],
    ["calls a type", [PROTO2, "ctorch\nfloat32\n)R."], "not a known function"],
    ["calls with a list", [PROTO2, "ccollections\nOrderedDict\n]R."], "tuple of arguments"],
    ["gives a class named arguments", [PROTO2, "cargparse\nNamespace\n)}NNs", 0x92, "."], "named arguments"],
    ["sets the state of a tensor", [PROTO2, w, "}b."], "has none"],
    ["sets the state of a text", [PROTO2, text("a"), "}b."], "has none"],
    ["sets a state twice", [PROTO2, "cargparse\nNamespace\n)\x81}NNsb}NNsb."], "has none"],
    ["sets a list as state", [PROTO2, "}]b."], "not a dictionary"],
    ["uses an extension code", [PROTO2, 0x82, 1, "."], "extension code"],
    ["uses a long extension code", [PROTO2, 0x84, u32(1), "."], "extension code"],
    ["asks for an outside buffer", [PROTO2, 0x97, "."], "buffer outside"],
    ["has text that is not UTF-8", [PROTO2, "X", u32(2), 0xc3, 0x28, "."], "UTF-8"],
    ["has a text longer than the file", [PROTO2, "X", u32(0xfffffff0), "a."], "ends in the middle"],
    ["has a text of 2^63", [PROTO2, 0x8d, [0, 0, 0, 0, 0, 0, 0, 0x80], "."], "longer than the file"],
    ["has a negative length", [PROTO2, 0x8b, u32(0xffffffff), "."], "negative"],
    [
      "has a frame beyond its end",
      [0x80, 4, 0x95, [255, 255, 255, 255, 255, 255, 255, 127], "."],
      "longer than the file",
    ],
    ["has a number that is none", [PROTO2, "I1e5\n."], "integer"],
    ["has a float that is none", [PROTO2, "F0x1p3\n."], "number"],
    ["names by a number", [PROTO2, "NN", 0x93], "not text"],
    [
      "encodes what is not latin1",
      [PROTO2, "c_codecs\nencode\n", tuple(text("€"), text("latin1")), "R."],
      "arguments",
    ],
    [
      "decodes by another codec",
      [PROTO2, "c_codecs\nencode\n", tuple(text("a"), text("zlib")), "R."],
      "arguments",
    ],
    ["makes a dict of a number", [PROTO2, "ccollections\nOrderedDict\n", tuple("K\x01"), "R."], "arguments"],
    [
      "makes a dict of triples",
      [PROTO2, "ccollections\nOrderedDict\n", tuple(["](", tuple("NNN"), "e"]), "R."],
      "arguments",
    ],
    ["holds only itself", [PROTO2, cyclic, "."], "a list of 1"],
  ])("%s", (_what, pieces, message) => {
    const error = refusal(pieces);
    expect(error.message).toContain(message);
    expect(error.message).not.toContain("\n");
  });
});

describe("a persistent id of an odd form is refused", () => {
  const id = (...items: Piece[]): Piece => [PROTO2, tuple(...items), "Q."];
  const float = "ctorch\nFloatStorage\n";
  it.each<[string, Piece, string]>([
    ["a text, as PERSID gives it", [PROTO2, "P../../etc/passwd\n."], "not a storage"],
    ["a number", [PROTO2, "K\x01Q."], "not a storage"],
    ["of another kind", id(text("file"), float, text("0"), text("cpu"), integer(1)), "not a storage"],
    ["a whole module", id(text("module"), float, text("a.py"), text("import os")), "save model.state_dict()"],
    ["too short", id(text("storage"), float, text("0")), "not a storage"],
    [
      "with a negative count",
      id(text("storage"), float, text("0"), text("cpu"), integer(-1)),
      "not a storage",
    ],
    [
      "with a count of 2^62",
      id(text("storage"), float, text("0"), text("cpu"), [0x8a, 8, 0, 0, 0, 0, 0, 0, 0, 64]),
      "not a storage",
    ],
    [
      "with a type for a class",
      id(text("storage"), "ctorch\nfloat32\n", text("0"), text("cpu"), integer(1)),
      "class of a storage",
    ],
    [
      "with a text for a class",
      id(text("storage"), text("FloatStorage"), text("0"), text("cpu"), integer(1)),
      "class of a storage",
    ],
    [
      "with a function for a class",
      id(text("storage"), "ccollections\nOrderedDict\n", text("0"), text("cpu"), integer(1)),
      "class of a storage",
    ],
    ["with a number for a key", id(text("storage"), float, integer(0), text("cpu"), integer(1)), "not text"],
    [
      "with a path for a key",
      id(text("storage"), float, text("../data.pkl"), text("cpu"), integer(1)),
      'lacks "archive/data/../data.pkl"',
    ],
    [
      "with an absolute path for a key",
      id(text("storage"), float, text("/etc/passwd"), text("cpu"), integer(1)),
      "lacks",
    ],
    [
      "with a key of every object",
      id(text("storage"), float, text("__proto__"), text("cpu"), integer(1)),
      "lacks",
    ],
    [
      "with a part",
      id(
        text("storage"),
        float,
        text("0"),
        text("cpu"),
        integer(1),
        tuple(text("v"), integer(0), integer(1)),
      ),
      "part of another",
    ],
    [
      "with more elements than it has",
      id(text("storage"), float, text("0"), text("cpu"), integer(2)),
      "4 bytes where 8",
    ],
    [
      "with fewer elements than it has",
      id(text("storage"), "ctorch\nByteStorage\n", text("0"), text("cpu"), integer(3)),
      "4 bytes where 3",
    ],
  ])("%s", (_what, pieces, message) => {
    expect(refusal(pieces).message).toContain(message);
  });
});

describe("a pickle that wants too much is refused before it gets it", () => {
  const fill = (piece: string, count: number) => Buffer.alloc(piece.length * count, piece, "latin1");
  it.each<[string, Piece, string]>([
    ["steps", [PROTO2, fill("N", 4_000_001)], "steps"],
    ["containers", [PROTO2, fill("}", 600_001)], "containers"],
    ["tuples in tuples", [PROTO2, ")", fill("\x85", 600_001)], "containers"],
    ["marks", [PROTO2, fill("(", 10_001)], "nested"],
    ["memory of values", [PROTO2, "Nr", u32(0xffffffff)], "remembers"],
    [
      "keys that are numbers",
      [PROTO2, "}(", ...Array.from({ length: 50_001 }, (_, i) => ["J", u32(i), "N"]), "u."],
      "not text",
    ],
    ["digits", [PROTO2, "L", "9".repeat(5000), "L\n."], "longer than 4300"],
    ["bytes of an integer", [PROTO2, 0x8b, u32(1000), fill("\x7f", 1000), "."], "1000 bytes"],
    [
      "copies of one list",
      [
        PROTO2,
        "c__builtin__\nset\nq\x01](",
        fill("X\x01\x00\x00\x00a", 100_000),
        "e\x85q\x02",
        fill("h\x01h\x02R0", 100),
        ".",
      ],
      "steps",
    ],
    [
      "copies of one text",
      [
        PROTO2,
        "c_codecs\nencode\nq\x01",
        text("a".repeat(100_000)),
        text("latin1"),
        "\x86q\x02",
        fill("h\x01h\x02R0", 1000),
        ".",
      ],
      "steps",
    ],
    [
      "numbers in one set",
      [PROTO2, "c__builtin__\nset\n](", Array.from({ length: 50_001 }, (_, i) => ["J", u32(i)]), "e\x85R."],
      "not text",
    ],
  ])("%s", (_what, pieces, message) => {
    const error = refusal(pieces);
    expect(error.code).toBe("too_large");
    expect(error.message).toContain(message);
  });

  it("but shared values that would be endless written out are read once", () => {
    const level = (i: number): Piece => [
      "}(",
      ...Array.from({ length: 50 }, (_, k) => [text(`${k}`), i ? `h${String.fromCharCode(i)}` : "N"]),
      `uq${String.fromCharCode(i + 1)}0`,
    ];
    const laughs: Piece = [Array.from({ length: 60 }, (_, i) => level(i)), "h\x3c"];
    expect(refusal(PROTO2, laughs, ".").message).toContain("holds no dictionary of tensors");
  });
});
