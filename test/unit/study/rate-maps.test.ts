import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rateMaps } from "#lib/study/rate-maps.ts";
import { splitByCorrectness } from "#lib/study/split-by-correctness.ts";
import { createRandom } from "#lib/tensor/random.ts";

const rating = (mapId: string | null, value: number, rater = "r") => ({
  rater,
  armId: "a",
  itemId: "i",
  mapId,
  correct: null,
  value,
});

describe("what raters said of each map", () => {
  test("is the mean and the standard deviation over n - 1 of its scores", () => {
    const rated = rateMaps([
      rating("m", 1),
      rating("n", 5),
      rating("m", 2),
      rating("m", 4.5),
      rating(null, 3),
    ]);
    expect(rated).toEqual([
      { mapId: "m", mean: 2.5, spread: expect.closeTo(Math.sqrt(3.25), 12), answers: 3 },
      { mapId: "n", mean: 5, spread: null, answers: 1 },
    ]);
  });

  test("does not depend on the order, and the spread is 0 only where all agree", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 30 }), (values) => {
        const [rated] = rateMaps(values.map((value) => rating("m", value)));
        const [turned] = rateMaps(values.toReversed().map((value) => rating("m", value)));
        expect(rated.mean).toBeCloseTo(turned.mean, 12);
        expect(rated.spread).toBeCloseTo(turned.spread!, 12);
        expect(rated.spread! < 1e-12).toBe(new Set(values).size === 1);
      }),
    );
  });
});

describe("scores apart for right and wrong answers of the computer", () => {
  const answer = (rater: string, armId: string, value: number, correct: boolean | null) => ({
    rater,
    armId,
    itemId: "i",
    mapId: "m",
    correct,
    value,
  });
  const options = () => ({ random: createRandom(1), replicates: 200 });

  test("are means of each, with raters as clusters, and unknown ones in neither", () => {
    const answers = [
      answer("r1", "a", 5, true),
      answer("r2", "a", 4, true),
      answer("r1", "a", 1, false),
      answer("r2", "a", 3, false),
      answer("r1", "a", 1, null),
      answer("r1", "b", 2, true),
    ];
    const [a, b] = splitByCorrectness([{ armId: "a" }, { armId: "b" }], answers, options());
    expect(a.right).toMatchObject({ value: 4.5, n: 2 });
    expect(a.wrong).toMatchObject({ value: 2, n: 2 });
    expect(b).toEqual({
      armId: "b",
      right: { undefined: "fewer_than_two_raters" },
      wrong: { undefined: "no_values" },
    });
  });
});
