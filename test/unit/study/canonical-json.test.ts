import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "#lib/study/canonical-json.ts";

/** JSON values without -0, which JSON cannot tell from 0. */
const json = fc.jsonValue({ noUnicodeString: false }).map((value) => JSON.parse(JSON.stringify(value)));

/** The same value with the keys of every object the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

describe("canonical JSON", () => {
  it("sorts keys by code units and writes no white space, as RFC 8785 has it", () => {
    const value = JSON.parse(
      String.raw`{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":[1e30,4.50,2e-3,1e-27,null]}`,
    );
    expect(canonicalJson(value)).toBe(
      '{"\\r":2,"1":4,"\u0080":6,"\u00f6":[1e+30,4.5,0.002,1e-27,null],"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
    );
  });

  it("is the same whatever the order of keys, and reads back as the value", () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(value);
      }),
    );
  });

  it("differs for values that differ", () => {
    const close = fc.oneof(
      json,
      fc.constantFrom(0, "0", false, "", null, [], {}, [[]], [null], "[]", { a: 1 }),
    );
    fc.assert(
      fc.property(close, close, (a, b) => {
        const same = JSON.stringify(reversed(a)) === JSON.stringify(reversed(b)) || isEqual(a, b);
        expect(canonicalJson(a) === canonicalJson(b)).toBe(same);
      }),
    );
  });

  it("refuses what JSON would change or drop without a word", () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => canonicalJson(value)).toThrow(RangeError);
    const none = [undefined, { a: undefined }, [undefined], new Date(0), new Map(), () => 1, 1n, Array(2)];
    for (const value of none) expect(() => canonicalJson(value)).toThrow(TypeError);
  });
});

function isEqual(a: unknown, b: unknown): boolean {
  try {
    expect(a).toStrictEqual(b);
    return true;
  } catch {
    return false;
  }
}
