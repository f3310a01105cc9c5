import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "#lib/errors.ts";
import { toFloat32 } from "#lib/formats/weights/read-numbers.ts";
import { readWeights } from "#lib/formats/weights/read-weights.ts";
import { byteLength } from "#lib/formats/weights/stored-array.ts";

const folder = new URL("../../parity/golden/models/", import.meta.url);
const files = readdirSync(folder)
  .filter((name) => /\.(pth|safetensors)$/.test(name))
  .map((name) => ({ name, bytes: readFileSync(new URL(name, folder)) }));

/** Reads it, or refuses it as a person would understand; anything else fails the test. */
function readOrRefuse(file: Uint8Array): void {
  try {
    const { arrays } = readWeights(file);
    for (const [name, array] of Object.entries(arrays)) {
      expect(array.bytes.length).toBe(byteLength(array.dtype, array.shape));
      toFloat32(name, array);
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.message).not.toContain("\n");
  }
}

/** Where a change does most: the pickle and the headers at both ends, less often the numbers. */
const position = (length: number) =>
  fc.oneof(
    fc.integer({ min: 0, max: Math.min(4000, length) }),
    fc.integer({ min: Math.max(0, length - 4000), max: length }),
    fc.integer({ min: 0, max: length }),
  );
const opcode = fc.constantFrom(
  ...Buffer.from(
    "(.012FIJKLMNPQRSTUVX]abcdeghijlopqrstu})\x80\x81\x82\x85\x86\x87\x88\x8a\x8b\x8c\x8d\x8e\x8f\x90\x91\x92\x93\x94\x95\x96\x97G",
    "latin1",
  ),
);
const junk = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 8 }),
  fc.array(opcode, { minLength: 1, maxLength: 4 }).map((codes) => Uint8Array.from(codes)),
  fc.constantFrom(0, 0x7fffffff, 0xffffffff).map((word) => new Uint8Array(Uint32Array.of(word).buffer)),
);

interface Change {
  at: number;
  bytes: Uint8Array;
  removed: number;
}
const apply = (file: Uint8Array, changes: Change[]) =>
  changes.reduce<Uint8Array>(
    (changed, { at, bytes, removed }) =>
      Buffer.concat([changed.subarray(0, at), bytes, changed.subarray(at + removed)]),
    file,
  );

describe.each(files)("$name", ({ bytes: file }) => {
  const change = fc.record({
    at: position(file.length),
    bytes: junk,
    removed: fc.integer({ min: 0, max: 8 }),
  });

  it("changed in place, is read or refused", () => {
    const inPlace = change.map((one) => ({ ...one, removed: one.bytes.length }));
    fc.assert(
      fc.property(fc.array(inPlace, { minLength: 1, maxLength: 4 }), (changes) =>
        readOrRefuse(apply(file, changes)),
      ),
    );
  });

  it("with bytes put in or taken out, is read or refused", () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) =>
        readOrRefuse(apply(file, changes)),
      ),
    );
  });

  it("cut off, is refused", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Math.max(0, file.length - 1) }), (length) => {
        expect(() => readWeights(file.subarray(0, length))).toThrow(AppError);
      }),
      { numRuns: 50 },
    );
  });
});

it("noise is refused", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
      readOrRefuse(noise);
      readOrRefuse(Uint8Array.of(0x80, 2, ...noise));
    }),
    { numRuns: 1000 },
  );
});
