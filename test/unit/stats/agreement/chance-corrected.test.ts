import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AgreementWeighting } from "#lib/stats/agreement/agreement-weights.ts";
import { countCategories } from "#lib/stats/agreement/category-counts.ts";
import {
  type ChanceCorrected,
  type ChanceModel,
  chanceCorrected,
} from "#lib/stats/agreement/chance-corrected.ts";
import { krippendorffAlpha } from "#lib/stats/agreement/krippendorff.ts";
import { KRIPPENDORFF_2011, transpose } from "#test/support/reference-ratings.ts";

const MODELS: ChanceModel[] = ["gwet", "brennan-prediger", "fleiss", "krippendorff"];
const WEIGHTINGS: AgreementWeighting[] = ["identity", "linear", "quadratic", "ordinal"];
const CATEGORIES = [1, 2, 3, 4, 5];
const model = fc.constantFrom(...MODELS);
const weighting = fc.constantFrom(...WEIGHTINGS);
const counts = fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 4, maxLength: 4 }), {
  minLength: 2,
  maxLength: 12,
});
const rated = (found: ReturnType<typeof chanceCorrected>) => found as ChanceCorrected;

describe("chanceCorrected", () => {
  const published = countCategories(transpose(KRIPPENDORFF_2011), CATEGORIES);

  it("gives the published AC1 and alpha of Krippendorff's example (Gwet 2014: .775; Krippendorff 2011: .743)", () => {
    expect(rated(chanceCorrected(published, "gwet")).value).toBeCloseTo(0.775, 3);
    expect(rated(chanceCorrected(published, "krippendorff")).value).toBeCloseTo(0.743, 3);
  });

  it("with Krippendorff's chance is his alpha, nominal and, by quadratic weights, interval", () => {
    fc.assert(
      fc.property(counts, (table) => {
        const ratings = table.map((row) => row.flatMap((count, k) => Array<number>(count).fill(k)));
        const raters = Math.max(2, ...ratings.map((row) => row.length));
        const matrix = Array.from({ length: raters }, (_, r) => ratings.map((row) => row[r] ?? null));
        for (const [level, weights] of [
          ["nominal", "identity"],
          ["interval", "quadratic"],
        ] as const) {
          const want = krippendorffAlpha(matrix, level);
          const got = chanceCorrected(table, "krippendorff", weights);
          if ("undefined" in got)
            expect(["no_variation", "no_pairable_values", "fewer_than_two_items"]).toContain(got.undefined);
          else expect(got.value).toBeCloseTo((want as { value: number }).value, 9);
        }
      }),
    );
  });

  it("does not depend on the order of items, nor of categories where they have none", () => {
    fc.assert(
      fc.property(counts, model, (table, chance) => {
        const turned = [...table].reverse().map((row) => [...row].reverse());
        const [got, want] = [chanceCorrected(turned, chance), chanceCorrected(table, chance)];
        if ("undefined" in want) {
          expect(got).toEqual(want);
          return;
        }
        expect(rated(got).value).toBeCloseTo(want.value, 10);
        expect(rated(got).standardError).toBeCloseTo(want.standardError, 10);
      }),
    );
  });

  it("is 1 without spread where all agree on two categories, and never above 1", () => {
    const agreed = [
      [3, 0, 0],
      [0, 3, 0],
      [3, 0, 0],
    ];
    for (const chance of MODELS)
      for (const weights of WEIGHTINGS) {
        const found = rated(chanceCorrected(agreed, chance, weights));
        expect(found.value).toBeCloseTo(1, 12);
        expect(found.high).toBeLessThanOrEqual(1);
      }
    fc.assert(
      fc.property(counts, model, weighting, (table, chance, weights) => {
        const found = chanceCorrected(table, chance, weights);
        if (!("undefined" in found)) expect(found.value).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  it("is below 0 for two raters who disagree on purpose", () => {
    const opposed = Array.from({ length: 8 }, () => [1, 0, 1]);
    for (const chance of MODELS)
      for (const weights of WEIGHTINGS)
        expect(rated(chanceCorrected(opposed, chance, weights)).value).toBeLessThan(0);
  });

  it("keeps AC1 high where nearly all is of one category, while Fleiss' falls below 0", () => {
    const skewed = [...Array.from({ length: 118 }, () => [0, 2]), ...Array.from({ length: 7 }, () => [1, 1])];
    expect(rated(chanceCorrected(skewed, "gwet")).value).toBeGreaterThan(0.9);
    expect(rated(chanceCorrected(skewed, "fleiss")).value).toBeLessThan(0);
  });

  it("has a standard error as its values spread over samples of items", () => {
    // Every sample of items with replacement, by how often each of three kinds is drawn.
    const kinds = [
      [3, 0],
      [2, 1],
      [0, 3],
    ];
    const items = 40;
    const drawn = (times: number[]) =>
      times.flatMap((count, k) => Array.from({ length: count }, () => kinds[k]));
    const { standardError } = rated(chanceCorrected(drawn([14, 13, 13]), "gwet"));
    let [sum, squares, mass] = [0, 0, 0];
    const logFactorial = (n: number) =>
      Array.from({ length: n }, (_, i) => Math.log(i + 1)).reduce((a, b) => a + b, 0);
    for (let a = 0; a <= items; a++)
      for (let b = 0; b <= items - a; b++) {
        const found = chanceCorrected(drawn([a, b, items - a - b]), "gwet");
        if ("undefined" in found) continue;
        const p = Math.exp(
          logFactorial(items) -
            logFactorial(a) -
            logFactorial(b) -
            logFactorial(items - a - b) -
            items * Math.log(3),
        );
        mass += p;
        sum += p * found.value;
        squares += p * found.value ** 2;
      }
    const spread = Math.sqrt(squares / mass - (sum / mass) ** 2);
    expect(standardError / spread).toBeGreaterThan(0.95);
    expect(standardError / spread).toBeLessThan(1.05);
  });

  it("says why there is none", () => {
    expect(chanceCorrected([], "gwet")).toEqual({ undefined: "no_pairable_values" });
    expect(
      chanceCorrected(
        [
          [1, 0],
          [0, 1],
        ],
        "gwet",
      ),
    ).toEqual({ undefined: "no_pairable_values" });
    expect(chanceCorrected([[2], [3]], "gwet")).toEqual({ undefined: "fewer_than_two_categories" });
    expect(chanceCorrected([[1, 1]], "gwet")).toEqual({ undefined: "fewer_than_two_items" });
    expect(
      chanceCorrected(
        [
          [2, 0],
          [3, 0],
        ],
        "fleiss",
      ),
    ).toEqual({ undefined: "no_variation" });
    expect(() => countCategories([[7]], CATEGORIES)).toThrow(RangeError);
  });
});
