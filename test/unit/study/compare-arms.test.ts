import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clusteredDifference } from "#lib/stats/bootstrap-by-rater.ts";
import type { Interval } from "#lib/stats/estimate.ts";
import { compareArms } from "#lib/study/compare-arms.ts";
import type { ReportArm } from "#lib/study/compute-report.ts";
import type { ArmComparison } from "#lib/study/report.ts";
import type { RatedStimulus } from "#lib/study/score-answers.ts";
import { createRandom } from "#lib/tensor/random.ts";

const options = () => ({ random: createRandom("pairs"), replicates: 200 });
const arm = (armId: string, statement: ReportArm["statement"] = "for"): ReportArm => ({
  armId,
  label: armId,
  explainerId: armId,
  statement,
});

/** @param table by rater: by arm, the values given */
function rate(table: Record<string, Record<string, readonly number[]>>): RatedStimulus[] {
  return Object.entries(table).flatMap(([rater, arms]) =>
    Object.entries(arms).flatMap(([armId, values]) =>
      values.map((value, i) => ({
        rater,
        armId,
        itemId: `${armId}${i}`,
        mapId: `${armId}${i}`,
        correct: null,
        value,
      })),
    ),
  );
}

const summary = ({ a, b, difference, test, effect }: ArmComparison) => ({
  pair: `${a}${b}`,
  difference: "value" in difference ? [difference.value, difference.n] : difference.undefined,
  p: "p" in test ? [test.p, test.adjusted, test.n] : test.undefined,
  effect: "value" in effect ? effect.value : effect.undefined,
});

describe("pairs of arms", () => {
  it("are compared within raters, as by hand", () => {
    const ratings = rate({
      r1: { A: [5, 4], B: [3], C: [3] },
      r2: { A: [4], B: [4, 4] },
      r3: { A: [2], B: [3] },
      r4: { A: [5], B: [2] },
    });
    // d of A - B is 1.5, 0, -1, 3: ranks of those that are not 0 are +2, -1, +3; W+ = 5 of 6, and 2 of the 8 ways to give signs reach 5.
    expect(compareArms([arm("A"), arm("B"), arm("C"), arm("D")], ratings, options()).map(summary)).toEqual([
      { pair: "AB", difference: [0.875, 4], p: [0.5, 0.5, 3], effect: 2 / 3 },
      {
        pair: "AC",
        difference: "fewer_than_two_raters",
        p: "fewer_than_two_raters",
        effect: "fewer_than_two_raters",
      },
      { pair: "AD", difference: "no_values", p: "no_values", effect: "no_values" },
      {
        pair: "BC",
        difference: "fewer_than_two_raters",
        p: "fewer_than_two_raters",
        effect: "fewer_than_two_raters",
      },
      { pair: "BD", difference: "no_values", p: "no_values", effect: "no_values" },
      { pair: "CD", difference: "no_values", p: "no_values", effect: "no_values" },
    ]);
  });

  it("tie where differences of thirds are the same, and say so where all are 0", () => {
    const ratings = rate({
      r1: { A: [4, 4, 3], B: [4, 3, 3], C: [4, 4, 3] },
      r2: { A: [2, 1, 1], B: [1, 1, 1], C: [1, 1, 2] },
      r3: { A: [5, 4, 4], B: [5, 5, 4], C: [4, 5, 4] },
    });
    const [ab, ac] = compareArms([arm("A"), arm("B"), arm("C")], ratings, options()).map(summary);
    // Three ranks of 2: W+ = 4, W- = 2.
    expect(ab).toMatchObject({ p: [1, 1, 3], effect: 1 / 3 });
    expect(ac).toEqual({
      pair: "AC",
      difference: [0, 3],
      p: "all_differences_zero",
      effect: "all_differences_zero",
    });
  });

  it("are those of one statement, which is the family that p is corrected for", () => {
    const raters = Array.from({ length: 6 }, (_, i) => [
      `r${i}`,
      { A: [5], B: [2 + (i % 2)], C: [1], X: [4], Y: [3] },
    ]);
    const arms = [arm("A"), arm("X", "against"), arm("B"), arm("Y", "against"), arm("C")];
    const found = compareArms(arms, rate(Object.fromEntries(raters)), options());
    expect(found.map(({ a, b, statement }) => `${a}${b} ${statement}`)).toEqual([
      "AB for",
      "AC for",
      "BC for",
      "XY against",
    ]);
    // All six raters agree in each pair: p = 2 / 2^6.
    expect(found.map(({ test }) => "p" in test && [test.p, test.adjusted])).toEqual([
      [1 / 32, 3 / 32],
      [1 / 32, 3 / 32],
      [1 / 32, 3 / 32],
      [1 / 32, 1 / 32],
    ]);
  });

  it("rest on the resamples that the means of the arms rest on", () => {
    const random = createRandom("equal counts");
    const value = () => 1 + random.integer(5);
    const raters = Array.from({ length: 9 }, (_, i) => [
      `r${i}`,
      { A: [value(), value()], B: [value(), value()] },
    ]);
    const ratings = rate(Object.fromEntries(raters));
    const [{ difference }] = compareArms([arm("A"), arm("B")], ratings, options());
    const rows = ratings.map(({ rater, itemId, armId, value }) => ({
      rater,
      item: itemId,
      group: armId,
      value,
    }));
    const pooled = clusteredDifference(rows, "A", "B", options()) as Interval;
    for (const part of ["value", "low", "high"] as const)
      expect((difference as Interval)[part]).toBeCloseTo(pooled[part], 12);
  });
});

describe("any study", () => {
  const study = fc.dictionary(
    fc.stringMatching(/^[a-z]{1,4}$/),
    fc.record({
      A: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 4 }),
      B: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 4 }),
    }),
    { maxKeys: 8 },
  );

  it("has the difference turned round when its arms are", () => {
    fc.assert(
      fc.property(study, (table) => {
        const ratings = rate(table);
        const [ab] = compareArms([arm("A"), arm("B")], ratings, options());
        const [ba] = compareArms([arm("B"), arm("A")], ratings, options());
        expect(ba.test).toEqual(ab.test);
        if ("undefined" in ab.difference || "undefined" in ba.difference) {
          expect(ba.difference).toEqual(ab.difference);
          return;
        }
        expect(ba.difference.value).toBeCloseTo(-ab.difference.value, 12);
        expect(ba.difference.low).toBeCloseTo(-ab.difference.high, 12);
        expect(ba.difference.high).toBeCloseTo(-ab.difference.low, 12);
        if ("value" in ab.effect) expect(ba.effect).toEqual({ value: 0 - ab.effect.value });
      }),
    );
  });

  it("does not change with the names of its raters or the order of its ratings", () => {
    fc.assert(
      fc.property(study, fc.integer(), (table, seed) => {
        const names = createRandom(seed).shuffle(Object.keys(table).map((_, i) => `z${i}`));
        const renamed = Object.fromEntries(Object.values(table).map((row, i) => [names[i], row]));
        const inOrder = (one: typeof table) => compareArms([arm("A"), arm("B")], rate(one), options());
        const shuffled = compareArms(
          [arm("A"), arm("B")],
          createRandom(seed).shuffle(rate(table)),
          options(),
        );
        expect(shuffled).toEqual(inOrder(table));
        const [before, after] = [inOrder(table).map(summary), inOrder(renamed).map(summary)];
        expect(after[0].p).toEqual(before[0].p);
        expect(after[0].effect).toEqual(before[0].effect);
        if (Array.isArray(before[0].difference))
          expect(after[0].difference[0]).toBeCloseTo(before[0].difference[0] as number, 12);
      }),
    );
  });
});
