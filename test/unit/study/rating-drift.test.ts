import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { measureDrift, type PlacedRating } from "#lib/study/rating-drift.ts";
import { createRandom } from "#lib/tensor/random.ts";

const random = () => createRandom("drift");
const sequence = (rater: string, values: readonly number[]): PlacedRating[] =>
  values.map((value, position) => ({ rater, value, position, trials: values.length }));

describe("drift of ratings", () => {
  it("is each rater's slope from the first trial to the last, averaged over raters", () => {
    const ratings = [
      ...sequence("a", [1, 2, 3, 4, 5, 6]),
      ...sequence("b", [3, 3, 3]),
      ...sequence("c", [5, 4, 3]),
    ];
    const { change } = measureDrift(ratings, random());
    expect(change).toMatchObject({ n: 3 });
    // 5, 0 and -2.
    expect("value" in change && change.value).toBeCloseTo(1, 12);
  });

  it("shows means by third of the sequence, whatever its length", () => {
    const ratings = [...sequence("a", [1, 1, 3, 3, 5, 5]), ...sequence("b", [1, 3, 5])];
    const { thirds } = measureDrift(ratings, random());
    expect(thirds.map((third) => "value" in third && [third.value, third.n])).toEqual([
      [1, 2],
      [3, 2],
      [5, 2],
    ]);
  });

  it("turns its sign with the scale, and does not know where a rater's level lies", () => {
    const values = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 3, maxLength: 12 });
    fc.assert(
      fc.property(
        fc.array(values, { minLength: 2, maxLength: 6 }),
        fc.integer({ min: -3, max: 3 }),
        (all, level) => {
          const of = (change: (value: number) => number) => {
            const ratings = all.flatMap((own, i) => sequence(`r${i}`, own.map(change)));
            const found = measureDrift(ratings, random()).change;
            return "value" in found ? found.value : Number.NaN;
          };
          const plain = of((value) => value);
          expect(of((value) => 6 - value)).toBeCloseTo(-plain, 10);
          expect(of((value) => value + level)).toBeCloseTo(plain, 10);
        },
      ),
      { numRuns: 20 },
    );
  });

  it("holds a planted drift, and 0 where there is none, in nineteen of twenty studies or nearly", () => {
    const held = (drift: number) => {
      let hits = 0;
      for (let study = 0; study < 100; study++) {
        const draw = createRandom(`study ${study}`);
        const ratings = Array.from({ length: 20 }, (_, r) => {
          const level = 3 + 0.5 * draw.normal();
          return sequence(
            `r${r}`,
            Array.from({ length: 12 }, (_, i) => level + (drift * i) / 11 + draw.normal()),
          );
        }).flat();
        const { change } = measureDrift(ratings, draw.fork("resamples"));
        if ("value" in change && change.low <= drift && drift <= change.high) hits++;
      }
      return hits;
    };
    expect(held(0)).toBeGreaterThanOrEqual(89);
    expect(held(-0.6)).toBeGreaterThanOrEqual(89);
  });

  it("is undefined, with the reason, without two raters of three ratings", () => {
    expect(measureDrift([], random())).toEqual({
      thirds: Array(3).fill({ undefined: "no_values" }),
      change: { undefined: "no_values" },
    });
    expect(measureDrift(sequence("a", [1, 2, 3]), random()).change).toEqual({
      undefined: "fewer_than_two_raters",
    });
    expect(measureDrift([...sequence("a", [1, 2]), ...sequence("b", [1, 2])], random()).change).toEqual({
      undefined: "no_values",
    });
  });
});
