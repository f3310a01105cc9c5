import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "#lib/errors.ts";
import { decodeOnnx } from "#lib/formats/onnx/decode.ts";
import { encodeOnnx } from "#lib/formats/onnx/encode.ts";
import { withMetadata, withOutputs } from "#lib/formats/onnx/extend.ts";

const small = () =>
  encodeOnnx({
    irVersion: 8,
    producerName: "test",
    opsetImport: [{ domain: "", version: 17 }],
    metadataProps: [{ key: "author", value: "någon" }],
    graph: {
      name: "g",
      node: [
        {
          input: ["x", "w"],
          output: ["y"],
          opType: "Conv",
          attribute: [{ name: "pads", ints: [1, -1, 2 ** 40, 0], type: 7 }],
        },
      ],
      initializer: [{ name: "w", dims: [1, 2], dataType: 1, rawData: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) }],
      input: [
        {
          name: "x",
          type: { tensorType: { elemType: 1, shape: { dim: [{ dimParam: "n" }, { dimValue: 3 }] } } },
        },
      ],
      output: [{ name: "y" }],
    },
  });

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}
/** Tag, length and content of one field. */
const field = (id: number, content: readonly number[]) => [id * 8 + 2, ...varint(content.length), ...content];
const withGraph = (graph: readonly number[]) =>
  Uint8Array.from([8, 8, 0x42, 2, 0x10, 17, ...field(7, graph)]);

describe("reading what was written", () => {
  it("gives everything back", () => {
    const model = decodeOnnx(small());
    expect(model).toMatchObject({ irVersion: 8, producerName: "test", producerVersion: "" });
    expect(model.metadataProps).toEqual([{ key: "author", value: "någon" }]);
    const [node] = model.graph.node;
    expect(node.attribute[0].ints).toEqual([1, -1, 2 ** 40, 0]);
    expect([...model.graph.initializer[0].rawData]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(model.graph.input[0].type?.tensorType?.shape?.dim).toEqual([
      { dimValue: 0, dimParam: "n" },
      { dimValue: 3, dimParam: "" },
    ]);
  });

  it("holds for any numbers and texts", () => {
    const numbers = fc.array(fc.maxSafeInteger());
    const floats = fc.array(fc.float({ noNaN: true }));
    const texts = fc.array(fc.string({ unit: "grapheme" }));
    fc.assert(
      fc.property(numbers, floats, texts, (ints, values, names) => {
        const attribute = [{ name: "a", ints, floats: values }];
        const node = [{ input: names, opType: "Any", attribute }];
        const file = encodeOnnx({ irVersion: 1, opsetImport: [{ version: 1 }], graph: { node } });
        const [read] = decodeOnnx(file).graph.node;
        expect(read.input).toEqual(names);
        expect(read.attribute[0].ints).toEqual(ints);
        expect(read.attribute[0].floats).toEqual(values);
      }),
    );
  });

  it("reads lists of numbers packed as well as one by one, and passes over what it does not know", () => {
    const packed = field(8, [1, 0x96, 1]);
    const oneByOne = [0x40, 7];
    const unknown = [...field(99 % 16, [1, 2, 3]), 0xfd, 1, 1, 2, 3, 4];
    const node = field(1, field(5, [...packed, ...oneByOne, ...unknown]));
    expect(decodeOnnx(withGraph(node)).graph.node[0].attribute[0].ints).toEqual([1, 150, 7]);
  });
});

describe("a file that is not to be trusted", () => {
  const refusal = (bytes: Uint8Array) => {
    try {
      decodeOnnx(bytes);
      return "";
    } catch (error) {
      if (error instanceof AppError && error.code === "invalid") return error.message;
      throw error;
    }
  };

  it.each([
    ["nothing", [], "empty"],
    ["text", [...Buffer.from("this is not a model")], /damaged/],
    ["no graph", [8, 8, 0x42, 2, 0x10, 17], "no graph"],
    ["a length beyond the end", [8, 8, 0x3a, 0xff, 0xff, 0xff, 0xff, 0x0f, 1], "cut off"],
    ["a length of 64 bits", [8, 8, 0x3a, ...Array(9).fill(0xff), 1], "cut off"],
    ["a number without end", [8, ...Array(20).fill(0xff)], "64 bits"],
    ["field 0", [0, 1], "damaged"],
    ["a name that is no text", [...withGraph(field(2, [0xff, 0xfe]))], "not text"],
  ])("is refused: %s", (_name, bytes, reason) => {
    expect(refusal(Uint8Array.from(bytes))).toMatch(reason);
  });

  it("is refused when it nests without end", () => {
    let graph: number[] = [];
    for (let i = 0; i < 20; i++) graph = field(1, field(5, field(6, graph)));
    expect(refusal(withGraph(graph))).toContain("nested too deeply");
  });

  it("is refused when it consists of millions of empty pieces", () => {
    const pieces = new Uint8Array(4_400_000).fill(0);
    for (let i = 0; i < pieces.length; i += 2) pieces[i] = 0x0a;
    const head = [8, 8, 0x42, 2, 0x10, 17, 0x3a, ...varint(pieces.length)];
    expect(refusal(Buffer.concat([Uint8Array.from(head), pieces]))).toContain("more pieces");
  });

  it("is refused or read, never anything else, however it is cut off or changed", () => {
    const file = small();
    for (let end = 0; end < file.length; end++) refusal(file.slice(0, end));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { maxLength: 8 }), (changes) => {
        const changed = small();
        for (const [at, value] of changes) changed[at] = value;
        refusal(changed);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("adding to a file", () => {
  it("adds outputs without touching what is there", () => {
    const file = withOutputs(small(), ["w", "x"]);
    const before = decodeOnnx(small());
    const after = decodeOnnx(file);
    expect(after.graph.output.map(({ name }) => name)).toEqual(["y", "w", "x"]);
    expect({ ...after, graph: { ...after.graph, output: [] } }).toEqual({
      ...before,
      graph: { ...before.graph, output: [] },
    });
    expect(withOutputs(small(), [])).toEqual(small());
  });

  it("writes a key of the metadata once, however often", () => {
    const once = withMetadata(small(), "whynot", "{}");
    const twice = withMetadata(once, "whynot", '{"a":1}');
    expect(decodeOnnx(twice).metadataProps).toEqual([
      { key: "author", value: "någon" },
      { key: "whynot", value: '{"a":1}' },
    ]);
    expect(withMetadata(twice, "whynot", "{}")).toEqual(once);
    expect(() => withMetadata(once.slice(0, -3), "whynot", "{}")).toThrow(AppError);
  });
});
