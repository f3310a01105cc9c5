import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "#lib/errors.ts";
import { keepAreas } from "#lib/formats/dataset/keep-areas.ts";
import { measurePictures } from "#lib/formats/dataset/measure-pictures.ts";
import { type NormalisedRegion, normaliseRecord } from "#lib/formats/dataset/normalised-image.ts";
import { readDataset } from "#lib/formats/dataset/read-dataset.ts";
import { memorySource } from "#lib/formats/sources/memory-source.ts";

const golden = fileURLToPath(new URL("./golden/", import.meta.url));
const cases: { id: string; files: string[] }[] = JSON.parse(
  await readFile(`${golden}manifest-formats.json`, "utf8"),
);

/** Pieces that mean something in one format or another. */
const PIECES = [
  ..."-1 1e999 null {} [] [[ NaN 0 __proto__ ../../x <!DOCTYPE&#32;a> &x; 99999999999999999999 \u202e".split(
    " ",
  ),
  '"x"',
  "\0",
  "\n",
  '"',
];

const change = fc.record({
  file: fc.nat(),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.nat(8),
  piece: fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 3 })),
});

const numbersOf = (value: unknown): unknown[] =>
  typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersOf) : [value];

const isSound = ({ area, geometry }: NormalisedRegion) =>
  [area, ...numbersOf(geometry)].every(Number.isFinite);

describe("a stored data set with pieces cut out and put in is read, refused by name, or refused as a whole", () => {
  it.each(cases)("$id", async ({ id, files }) => {
    // A megabyte of one record would be hashed again for every change.
    const names = files.filter((file) => file.startsWith(`${id}/`) && !file.includes("clickme_mini"));
    const stored = await Promise.all(names.map((file) => readFile(golden + file)));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const bytes = stored.map((each) => new Uint8Array(each));
        for (const { file, at, cut, piece } of changes) {
          const which = file % bytes.length;
          const start = Math.floor(at * bytes[which].length);
          const [before, after] = [bytes[which].subarray(0, start), bytes[which].subarray(start + cut)];
          bytes[which] = Buffer.concat([before, Buffer.from(piece), after]);
        }
        const source = memorySource(new Map(names.map((name, i) => [name.slice(id.length + 1), bytes[i]])));
        try {
          const dataset = await readDataset(source);
          const { records, refused } = keepAreas(await measurePictures(dataset, dataset.source));
          expect(
            records.flatMap((record) => normaliseRecord(record).regions).filter((each) => !isSound(each)),
          ).toEqual([]);
          for (const { reason, message } of refused) expect(`${reason}: ${message}`).toMatch(/^[a-z-]+: \S/);
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          expect(error.details.reason).toBeTypeOf("string");
        }
      }),
      { numRuns: 40 },
    );
  });
});
