import { expect, test } from "vitest";
import { measureRetest, type TwiceByRater } from "#lib/study/retest.ts";
import { createRandom } from "#lib/tensor/random.ts";

const options = (ordered: boolean) => ({ ordered, random: createRandom(1), replicates: 500 });
const pairs = (...given: [string, number, number][]): TwiceByRater[] =>
  given.map(([rater, first, second]) => ({ rater, first, second }));

/** Cohen's textbook kind of table: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no has agreement 0.7, chance 0.5, kappa 0.4. */
test("of options is the share that is the same, and Cohen's kappa without weights", () => {
  const table = pairs(
    ...Array.from({ length: 20 }, (_, i): [string, number, number] => [`r${i % 10}`, 0, 0]),
    ...Array.from({ length: 5 }, (_, i): [string, number, number] => [`r${i}`, 0, 1]),
    ...Array.from({ length: 10 }, (_, i): [string, number, number] => [`r${i}`, 1, 0]),
    ...Array.from({ length: 15 }, (_, i): [string, number, number] => [`r${i % 10}`, 1, 1]),
  );
  const { trials, same, kappa } = measureRetest(table, options(false));
  expect(trials).toBe(50);
  expect(same).toMatchObject({ value: 0.7, n: 10 });
  expect("value" in kappa && kappa.value).toBeCloseTo(0.4, 12);
  expect("value" in kappa && kappa.low < 0.4 && kappa.high > 0.4).toBe(true);
});

test("of a scale weighs how far apart, also where a point between was never given", () => {
  const near = measureRetest(pairs(["a", 1, 2], ["a", 5, 5], ["b", 5, 4], ["b", 1, 1]), options(true));
  const far = measureRetest(pairs(["a", 1, 5], ["a", 5, 5], ["b", 5, 1], ["b", 1, 1]), options(true));
  const [close, apart] = [near.kappa, far.kappa].map((one) => ("value" in one ? one.value : Number.NaN));
  // Squares of differences: observed 1 + 1 over chance (16 + 9 + 16 + ...) by the marginals 1155 and 1245.
  expect(close).toBeCloseTo(1 - 2 / (4 * mean([0, 1, 9, 16, 0, 1, 9, 16, 16, 9, 1, 0, 16, 9, 1, 0])), 12);
  expect(apart).toBeCloseTo(0, 12);
});

test("without pairs, or of one rater, is undefined with the reason", () => {
  expect(measureRetest([], options(true))).toEqual({
    trials: 0,
    same: { undefined: "no_values" },
    kappa: { undefined: "no_values" },
  });
  expect(measureRetest(pairs(["a", 1, 2]), options(true)).kappa).toEqual({
    undefined: "fewer_than_two_raters",
  });
  expect(measureRetest(pairs(["a", 3, 3], ["b", 3, 3]), options(true))).toMatchObject({
    same: { value: 1 },
    kappa: { undefined: "no_variation" },
  });
});

const mean = (of: readonly number[]) => of.reduce((sum, one) => sum + one, 0) / of.length;
