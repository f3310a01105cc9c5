import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type JsonElement, readJsonElements } from "#lib/formats/encodings/json-elements.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const readAll = (text: string) => [...readJsonElements(encode(text), "a.json")];

function reasonOf(text: string): string {
  try {
    readAll(text);
  } catch (error) {
    return (error as { details: { reason: string } }).details.reason;
  }
  return "none";
}

/** The document again, from what was read of it. */
function rebuild(elements: JsonElement[], isList: boolean): unknown {
  if (isList) return elements.map(({ value }) => value);
  const members = Object.create(null) as Record<string, unknown>;
  for (const { key, isElement, value } of elements) {
    if (!isElement) members[key!] = value;
    else members[key!] = [...((members[key!] as unknown[]) ?? []), value];
  }
  return { ...members };
}

const spaced = (value: unknown) => JSON.stringify(value, null, 2);

describe("JSON read element by element", () => {
  it("is what JSON.parse makes of it, lists and objects alike", () => {
    const value = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<unknown>;
    const key = fc.string().filter((text) => text !== "__proto__");
    fc.assert(
      fc.property(fc.array(value), (list) => {
        expect(rebuild(readAll(spaced(list)), true)).toEqual(JSON.parse(spaced(list)));
      }),
    );
    fc.assert(
      fc.property(fc.dictionary(key, fc.oneof(value, fc.array(value, { minLength: 1 }))), (members) => {
        const kept = Object.fromEntries(
          Object.entries(members).filter(([, each]) => !(Array.isArray(each) && each.length === 0)),
        );
        expect(rebuild(readAll(spaced(kept)), false)).toEqual(JSON.parse(spaced(kept)));
      }),
    );
  });

  it("agrees with JSON.parse on what is no JSON", () => {
    const text = fc.string({ unit: fc.constantFrom(...'[]{}:,"\\ 1e-+.tfn\n'.split("")), maxLength: 12 });
    fc.assert(
      fc.property(text, fc.constantFrom("[", "{"), (rest, open) => {
        const document = open + rest;
        let valid = true;
        try {
          JSON.parse(document);
        } catch {
          valid = false;
        }
        expect(reasonOf(document)).toBe(valid ? "none" : "bad-json");
      }),
      { numRuns: 3000 },
    );
  });

  it("refuses every beginning of a document", () => {
    const document = '{"a":[1,{"b":"\\"]"}],"c":null}';
    for (let end = 0; end < document.length; end++) expect(reasonOf(document.slice(0, end))).toBe("bad-json");
    expect(reasonOf(document)).toBe("none");
  });

  it("says on which line an element begins", () => {
    const elements = readAll('{\n"images": [\n{"id": 1},\n\n{"id":\n2}, 3]\n}');
    expect(elements.map(({ line }) => line)).toEqual([3, 5, 6]);
  });

  it("refuses what is nested too deep, without a stack to overflow", () => {
    expect(reasonOf(`[${"[".repeat(1e6)}`)).toBe("json-too-deep");
    expect(reasonOf(`{"a":${'{"a":'.repeat(1e5)}`)).toBe("json-too-deep");
  });

  it("refuses what is not UTF-8", () => {
    expect(() => [...readJsonElements(Uint8Array.of(0x5b, 0x22, 0xff, 0x22, 0x5d), "a.json")]).toThrow(
      /UTF-8/,
    );
  });
});
