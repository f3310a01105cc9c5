import { describe, expect, it } from "vitest";
import { readNumbers, toFloat32 } from "#lib/formats/weights/read-numbers.ts";
import { smallFloatTable } from "#lib/formats/weights/small-float.ts";
import type { ElementType, StoredArray } from "#lib/formats/weights/stored-array.ts";

type Source = { buffer: ArrayBufferLike; length: number };
const stored = (dtype: ElementType, values: Source): StoredArray => ({
  dtype,
  shape: [values.length],
  bytes: new Uint8Array(values.buffer),
});
const codes16 = (...codes: number[]) => Uint16Array.from(codes);

describe("small floats", () => {
  it.each<[ElementType, Source, number[]]>([
    ["F16", codes16(0x0000, 0x8000, 0x3c00, 0xc000, 0x7bff), [0, -0, 1, -2, 65504]],
    ["F16", codes16(0x0001, 0x03ff, 0x0400, 0x3555), [2 ** -24, 1023 * 2 ** -24, 2 ** -14, 1365 / 4096]],
    ["F16", codes16(0x7c00, 0xfc00, 0x7e00), [Infinity, -Infinity, Number.NaN]],
    ["BF16", codes16(0x3f80, 0xc000, 0x0001, 0x8000), [1, -2, 2 ** -133, -0]],
    ["BF16", codes16(0x7f7f, 0x7f80, 0x7fc0), [255 * 2 ** 120, Infinity, Number.NaN]],
    ["F8_E5M2", Uint8Array.of(0x01, 0x04, 0x3c, 0xbc, 0x7b), [2 ** -16, 2 ** -14, 1, -1, 57344]],
    ["F8_E5M2", Uint8Array.of(0x7c, 0xfc, 0x7d), [Infinity, -Infinity, Number.NaN]],
    ["F8_E4M3", Uint8Array.of(0x01, 0x08, 0x38, 0xb8, 0x7e), [2 ** -9, 2 ** -6, 1, -1, 448]],
    ["F8_E4M3", Uint8Array.of(0x7f, 0xff, 0x80), [Number.NaN, Number.NaN, -0]],
  ])("%s have the values of their standard", (dtype, source, want) => {
    expect([...readNumbers("a", stored(dtype, source))]).toEqual(want);
    expect([...toFloat32("a", stored(dtype, source))]).toEqual(want);
  });

  it("grow with their code, from zero to infinity", () => {
    const values = smallFloatTable("F16").subarray(0, 0x7c01);
    for (let code = 1; code < values.length; code++) expect(values[code]).toBeGreaterThan(values[code - 1]);
  });

  it("F16 go by 2^-24 among the subnormal numbers, and by twice as much from each power of two on", () => {
    const values = smallFloatTable("F16");
    for (let code = 0; code < 0x7bff; code++)
      expect(values[code + 1] - values[code]).toBe(2 ** (Math.max(1, code >> 10) - 25));
  });
});

describe("whole numbers", () => {
  it("stay exact", () => {
    const wide = readNumbers("a", stored("I64", BigInt64Array.of(2n ** 53n + 1n, -1n)));
    expect([...wide]).toEqual([2n ** 53n + 1n, -1n]);
    expect([...readNumbers("a", stored("U64", BigUint64Array.of(2n ** 64n - 1n)))]).toEqual([2n ** 64n - 1n]);
    expect([...readNumbers("a", stored("BOOL", Uint8Array.of(1, 0)))]).toEqual([1, 0]);
  });

  it.each<[ElementType, Source, number[]]>([
    ["I64", BigInt64Array.of(2n ** 40n, -3n), [2 ** 40, -3]],
    ["U64", BigUint64Array.of(2n ** 63n), [2 ** 63]],
    ["I32", Int32Array.of(-7, 2 ** 24), [-7, 2 ** 24]],
    ["U32", Uint32Array.of(2 ** 31), [2 ** 31]],
    ["I16", Int16Array.of(-300), [-300]],
    ["U16", Uint16Array.of(65535), [65535]],
    ["I8", Int8Array.of(-128), [-128]],
    ["U8", Uint8Array.of(255), [255]],
    ["BOOL", Uint8Array.of(1, 0), [1, 0]],
  ])("%s become floats where a float holds them", (dtype, source, want) => {
    expect([...toFloat32("a", stored(dtype, source))]).toEqual(want);
  });

  it.each<[ElementType, Source, string]>([
    ["I64", BigInt64Array.of(2n ** 53n + 1n), "9007199254740993"],
    ["I64", BigInt64Array.of(2n ** 24n + 1n), "16777217"],
    ["U64", BigUint64Array.of(2n ** 64n - 1n), "18446744073709551615"],
    ["I32", Int32Array.of(-(2 ** 24) - 1), "-16777217"],
    ["U32", Uint32Array.of(2 ** 32 - 1), "4294967295"],
  ])("%s are refused where it does not", (dtype, source, number) => {
    expect(() => toFloat32("conv1.weight", stored(dtype, source))).toThrow(`"conv1.weight" holds ${number}`);
  });
});

describe("doubles", () => {
  it("are rounded", () => {
    const values = Float64Array.of(0.1, -2.5, Infinity, Number.NaN);
    expect([...toFloat32("a", stored("F64", values))]).toEqual([
      Math.fround(0.1),
      -2.5,
      Infinity,
      Number.NaN,
    ]);
  });
  it("are refused beyond float32", () => {
    expect(() => toFloat32("a", stored("F64", Float64Array.of(1e300)))).toThrow("1e+300");
  });
});

it.each(["C64", "F4", "F6_E2M3", "F8_E8M0"] as const)("%s are refused by name", (dtype) => {
  expect(() => toFloat32("a", { dtype, shape: [0], bytes: new Uint8Array() })).toThrow(dtype);
});
