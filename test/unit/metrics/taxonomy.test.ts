import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "#lib/errors.ts";
import { readTaxonomy } from "#lib/metrics/taxonomy/read-taxonomy.ts";
import { leastSimilar, mostSimilar, wuPalmer, wuPalmerMatrix } from "#lib/metrics/taxonomy/wu-palmer.ts";

const LINES =
  "# animals\nbird\tanimal\nsparrow\tbird\r\nowl\tbird\ncat\tanimal\n\nanimal\ntool\t\nhammer\ttool\n";
const JSON_TREE = '{"animal": {"bird": {"sparrow": {}, "owl": null}, "cat": []}, "tool": ["hammer"]}';

describe.each([
  ["lines", LINES],
  ["a JSON tree", JSON_TREE],
])("a taxonomy of %s", (_, text) => {
  const taxonomy = readTaxonomy(text);

  it("holds every concept with its parent", () => {
    expect(Object.fromEntries(taxonomy)).toEqual({
      animal: null,
      bird: "animal",
      sparrow: "bird",
      owl: "bird",
      cat: "animal",
      tool: null,
      hammer: "tool",
    });
  });

  it("has Wu and Palmer's similarities", () => {
    expect(wuPalmer(taxonomy, "owl", "owl")).toEqual({ value: 1 });
    expect(wuPalmer(taxonomy, "owl", "sparrow")).toEqual({ value: 4 / 6 });
    expect(wuPalmer(taxonomy, "owl", "cat")).toEqual({ value: 2 / 5 });
    expect(wuPalmer(taxonomy, "owl", "bird")).toEqual({ value: 4 / 5 });
    expect(wuPalmer(taxonomy, "owl", "hammer")).toEqual({ undefined: "no_common_ancestor" });
  });

  it("names the most and the least similar class, the first among equals", () => {
    const classes = ["cat", "owl", "sparrow", "hammer"];
    const matrix = wuPalmerMatrix(taxonomy, classes);
    expect(matrix.map(leastSimilar)).toEqual([3, 3, 3, 0]);
    expect(matrix.map(mostSimilar)).toEqual([1, 2, 1, null]);
  });
});

const reasonOf = (text: string) => {
  try {
    readTaxonomy(text);
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, message: error.message, ...error.details };
    throw error;
  }
  throw new Error("was read");
};

it("refuses circles, second parents, and what is no taxonomy, each with its reason", () => {
  expect(reasonOf("a\tb\nb\tc\nc\ta\n")).toMatchObject({ code: "invalid", reason: "taxonomy_cycle" });
  expect(reasonOf("a\ta\n")).toMatchObject({ reason: "taxonomy_cycle" });
  expect(reasonOf("owl\tbird\nowl\ttool\n").message).toContain("two parents");
  expect(reasonOf("a\tb\tc\n")).toMatchObject({ code: "invalid", line: 1 });
  expect(reasonOf('{"a": 3}').message).toContain("3");
  expect(reasonOf("{").message).toContain("JSON");
  expect(reasonOf("").message).toContain("empty");
});

it("names a class that the taxonomy does not hold", () => {
  expect(() => wuPalmer(readTaxonomy(LINES), "owl", "dog")).toThrow("“dog”");
});

it("is symmetric, in (0, 1], and 1 only for the same concept, on any tree", () => {
  const trees = fc.array(fc.nat(), { minLength: 2, maxLength: 30 }).map((draws) => {
    const parents = draws.map((draw, i): [string, string | null] => [
      `c${i}`,
      i === 0 ? null : `c${draw % i}`,
    ]);
    return new Map(parents);
  });
  fc.assert(
    fc.property(trees, fc.nat(), fc.nat(), (tree, i, j) => {
      const [a, b] = [i, j].map((k) => `c${k % tree.size}`);
      const found = wuPalmer(tree, a, b) as { value: number };
      expect(wuPalmer(tree, b, a)).toEqual(found);
      expect(found.value).toBeGreaterThan(0);
      expect(found.value === 1).toBe(a === b);
    }),
  );
});
