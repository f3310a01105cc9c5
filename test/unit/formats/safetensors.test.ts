import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "#lib/errors.ts";
import {
  float32Entry,
  readSafetensors,
  toFloat32,
  writeSafetensors,
} from "#lib/formats/weights/safetensors.ts";

const encode = (header: unknown, body = new Uint8Array()): Uint8Array => {
  const json = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + json.length + body.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true);
  file.set(json, 8);
  file.set(body, 8 + json.length);
  return file;
};
const entry = (shape: unknown, data_offsets: unknown, dtype: unknown = "F32") => ({
  dtype,
  shape,
  data_offsets,
});

describe("a written file", () => {
  it("reads back exactly, whatever the names, shapes and numbers", () => {
    const tensor = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }).chain((shape) =>
      fc
        .float32Array({
          minLength: shape.reduce((a, b) => a * b, 1),
          maxLength: shape.reduce((a, b) => a * b, 1),
        })
        .map((data) => ({ shape, data })),
    );
    const name = fc.oneof(
      fc.string({ minLength: 1 }).filter((text) => text !== "__metadata__"),
      fc.constantFrom("__proto__", "constructor", "7", "\ud800", '"'),
    );
    fc.assert(
      fc.property(fc.dictionary(name, tensor), fc.dictionary(name, fc.string()), (tensors, metadata) => {
        const entries = Object.entries(tensors).map(([key, { shape, data }]) => [
          key,
          float32Entry(shape, data),
        ]);
        const read = readSafetensors(writeSafetensors(Object.fromEntries(entries), metadata));
        expect({ ...read.metadata }).toEqual({ ...metadata });
        expect(Object.keys(read.tensors)).toEqual(Object.keys(tensors));
        for (const [key, { shape, data }] of Object.entries(tensors)) {
          expect(read.tensors[key].shape).toEqual(shape);
          expect(toFloat32(key, read.tensors[key])).toEqual(data);
        }
      }),
    );
  });

  it("is aligned to eight bytes and the same every time", () => {
    const make = () => writeSafetensors({ a: float32Entry([3], Float32Array.of(1, 2, 3)) }, { note: "x" });
    const file = make();
    expect(Number(new DataView(file.buffer).getBigUint64(0, true)) % 8).toBe(0);
    expect(make()).toEqual(file);
  });

  it("reads from the middle of a larger buffer, as Node hands files over", () => {
    const file = writeSafetensors({ a: float32Entry([2], Float32Array.of(1.5, -2)) });
    const shifted = Buffer.concat([Buffer.from([9, 9, 9]), file]).subarray(3);
    expect([...toFloat32("a", readSafetensors(shifted).tensors.a)]).toEqual([1.5, -2]);
  });
});

it.each([
  ["F64", 8],
  ["F32", 4],
  ["F16", 2],
  ["BF16", 2],
  ["C64", 8],
  ["I64", 8],
  ["U64", 8],
  ["I32", 4],
  ["U32", 4],
  ["I16", 2],
  ["U16", 2],
  ["I8", 1],
  ["U8", 1],
  ["BOOL", 1],
  ["F8_E5M2", 1],
  ["F8_E4M3", 1],
  ["F8_E8M0", 1],
  ["F8_E5M2FNUZ", 1],
  ["F8_E4M3FNUZ", 1],
  ["F6_E2M3", 0.75],
  ["F6_E3M2", 0.75],
  ["F4", 0.5],
] as const)("reads and writes %s, of %d bytes", (dtype, width) => {
  const bytes = Uint8Array.from({ length: 8 * width }, (_, i) => i);
  const file = encode({ a: entry([2, 4], [0, bytes.length], dtype) }, bytes);
  const { tensors } = readSafetensors(file);
  expect(tensors.a).toEqual({ dtype, shape: [2, 4], bytes });
  expect(readSafetensors(writeSafetensors(tensors)).tensors).toEqual(tensors);
});

it("does not write what it would refuse to read", () => {
  const bytes = new Uint8Array(4);
  expect(() => writeSafetensors({ a: { dtype: "F32", shape: [2], bytes } })).toThrow("4 bytes for F32 [2]");
  expect(() => writeSafetensors({ a: { dtype: "F4", shape: [3], bytes } })).toThrow("4 bytes for F4 [3]");
  expect(() => writeSafetensors({ __metadata__: { dtype: "F32", shape: [1], bytes } })).toThrow("not a name");
});

describe("a file from outside", () => {
  const bytes = (n: number) => new Uint8Array(n);
  const bad: [string, Uint8Array, string][] = [
    ["is empty", bytes(0), "shorter"],
    ["claims a header beyond its end", encode({}).fill(0xff, 0, 8), "longer"],
    ["has a header that is not JSON", encode("{"), "not JSON"],
    ["has a list for a header", encode([]), "not an object"],
    ["has bytes that are not UTF-8", encode("{}").fill(0xff, 8), "not JSON"],
    ["has metadata that are not text", encode({ __metadata__: { a: 1 } }), "more than text"],
    ["has an unknown type", encode({ a: entry([1], [0, 4], "F33") }, bytes(4)), "unknown type"],
    [
      "names a type of every object",
      encode({ a: entry([1], [0, 4], "constructor") }, bytes(4)),
      "unknown type",
    ],
    ["has a negative size", encode({ a: entry([-1], [0, 4]) }, bytes(4)), "shape"],
    ["has a size that overflows", encode({ a: entry([2 ** 30, 2 ** 30], [0, 4]) }, bytes(4)), "agree"],
    ["has a range that does not fit the shape", encode({ a: entry([2], [0, 4]) }, bytes(4)), "agree"],
    ["has a range that runs backwards", encode({ a: entry([1], [4, 0]) }, bytes(4)), "agree"],
    ["has numbers beyond its end", encode({ a: entry([2], [0, 8]) }, bytes(4)), "beyond"],
    [
      "has tensors that overlap",
      encode({ a: entry([1], [0, 4]), b: entry([1], [0, 4]) }, bytes(4)),
      "overlap",
    ],
    ["has a name twice", encode('{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"a":{}}'), "twice"],
    ["has another depth than the format", encode({ a: entry([[1]], [0, 4]) }, bytes(4)), "more than"],
    ["is nested without end", encode("[".repeat(1_000_000)), "more than"],
    ["has values without end", encode(`{"a":[${"0,".repeat(2_000_001)}0]}`), "more than"],
    ["has entries without end", encode(`{${'"a":1,'.repeat(100_001)}"b":1}`), "more than 100000 tensors"],
    ["has 65 dimensions", encode({ a: entry(Array(65).fill(1), [0, 4]) }, bytes(4)), "shape"],
    ["has half a byte left", encode({ a: entry([3], [0, 2], "F4") }, bytes(2)), "agree"],
    [
      "has a shape of Infinity and 0",
      encode('{"a":{"dtype":"F32","shape":[1e999,0],"data_offsets":[0,0]}}'),
      "shape",
    ],
    ["has a gap", encode({ a: entry([1], [4, 8]) }, bytes(8)), "gap"],
    ["has bytes left over", encode({ a: entry([1], [0, 4]) }, bytes(8)), "left over"],
  ];
  it.each(bad)("is refused when it %s", (_what, file, message) => {
    expect(() => readSafetensors(file)).toThrow(AppError);
    expect(() => readSafetensors(file)).toThrow(message);
  });

  it("never makes the reader fail in another way", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        const file = noise.length > 8 ? noise.slice() : noise;
        if (file.length > 8) file.set([file.length - 8, 0, 0, 0, 0, 0, 0, 0]);
        try {
          readSafetensors(file);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }),
    );
  });
});
