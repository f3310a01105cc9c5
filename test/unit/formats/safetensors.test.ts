import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "#lib/errors.ts";
import { float32Entry, readSafetensors, toFloat32, writeSafetensors } from "#lib/formats/safetensors.ts";

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
    // An object's own rules keep "__proto__" and number-like names from being ordinary ones; weights have neither.
    const name = fc.string({ minLength: 1 }).filter((text) => !/^(__.*|\d+)$/.test(text));
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

it("reads doubles and whole numbers as floats and refuses half precision", () => {
  const body = new Uint8Array([
    ...new Uint8Array(Float64Array.of(0.25).buffer),
    ...new Uint8Array(Int32Array.of(-7).buffer),
    0,
    0,
  ]);
  const { tensors } = readSafetensors(
    encode(
      { d: entry([1], [0, 8], "F64"), i: entry([1], [8, 12], "I32"), h: entry([1], [12, 14], "F16") },
      body,
    ),
  );
  expect(toFloat32("d", tensors.d)[0]).toBe(0.25);
  expect(toFloat32("i", tensors.i)[0]).toBe(-7);
  expect(() => toFloat32("h", tensors.h)).toThrow("F16");
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
