import { describe, expect, test } from "vitest";
import { resampleArms } from "#lib/study/arm-resamples.ts";
import { compareBetween, utilities } from "#lib/study/compare-between.ts";
import { computeBetween } from "#lib/study/compute-between.ts";
import type { ReportArm } from "#lib/study/compute-report.ts";
import type { RatedStimulus } from "#lib/study/score-answers.ts";
import { createRandom } from "#lib/tensor/random.ts";

const arm = (armId: string, explainerId = "grad-cam"): ReportArm => ({
  armId,
  label: armId,
  explainerId,
  statement: "for",
});
const ARMS = [arm("map"), arm("plain", "control-plain")];

/** Raters by arm, each with as many right and wrong predictions. */
function rate(table: Record<string, readonly (readonly number[])[]>): RatedStimulus[] {
  return Object.entries(table).flatMap(([armId, raters]) =>
    raters.flatMap((values, r) =>
      values.map((value, i) => ({
        rater: `${armId}-${r}`,
        armId,
        itemId: `i${i}`,
        mapId: null,
        correct: i % 2 === 0,
        value,
      })),
    ),
  );
}

const compare = (arms: readonly ReportArm[], ratings: readonly RatedStimulus[]) =>
  compareBetween(arms, resampleArms(ratings, { random: createRandom(1) }));

describe("arms of which each rater belongs to one", () => {
  // Means of raters: 1, 0.75, 0.75 under the map; 0.5, 0.25, 0.5 without.
  const ratings = rate({
    map: [
      [1, 1, 1, 1],
      [1, 1, 1, 0],
      [0, 1, 1, 1],
    ],
    plain: [
      [1, 0, 1, 0],
      [0, 0, 1, 0],
      [0, 1, 0, 1],
    ],
  });

  test("are compared between raters, as by hand", () => {
    const [{ a, b, difference, test: found, effect }] = compare(ARMS, ratings);
    expect([a, b]).toEqual(["map", "plain"]);
    expect(difference).toMatchObject({ value: 2.5 / 3 - 1.25 / 3, n: 6 });
    // All three lie above the others: of the 20 ways to choose three ranks this one, and its mirror.
    expect(found).toEqual({ p: 0.1, adjusted: 0.1, n: 6, method: "exact" });
    expect(effect).toEqual({ value: 1 });
  });

  test("have a utility of the mean with maps by the mean without; the control has none", () => {
    const [{ armId, ratio }, ...others] = utilities(ARMS, resampleArms(ratings, { random: createRandom(1) }));
    expect(others).toEqual([]);
    expect(armId).toBe("map");
    expect(ratio).toMatchObject({ value: 2, n: 6 });
    if ("undefined" in ratio) throw new Error("It has an interval.");
    expect(ratio.low).toBeLessThan(2);
    expect(ratio.high).toBeGreaterThan(2);
    expect(utilities([arm("map")], new Map())).toEqual([]);
  });

  test("weigh raters, not answers: who stopped early counts once", () => {
    const uneven = rate({
      map: [[1, 1, 1, 1], [0]],
      plain: [
        [0, 1],
        [1, 0],
      ],
    });
    expect(compare(ARMS, uneven)[0].difference).toMatchObject({ value: 0 });
  });

  test("are undefined with a reason where an arm has no rater, or one, and where all predict alike", () => {
    const [none] = compare(ARMS, rate({ map: [[1], [0]] }));
    expect(none).toMatchObject({
      difference: { undefined: "no_values" },
      test: { undefined: "no_values" },
      effect: { undefined: "no_values" },
    });
    const [one] = compare(ARMS, rate({ map: [[1], [0]], plain: [[1]] }));
    expect(one.difference).toEqual({ undefined: "fewer_than_two_raters" });
    const [same] = compare(ARMS, rate({ map: [[1], [1]], plain: [[1], [1]] }));
    expect(same.test).toEqual({ undefined: "no_variation" });
    expect(same.difference).toMatchObject({ value: 0, low: 0, high: 0 });
  });

  test("a control that predicts nothing has nothing to divide by", () => {
    const raters = resampleArms(rate({ map: [[1], [1]], plain: [[0], [0]] }), { random: createRandom(1) });
    expect(utilities(ARMS, raters)).toEqual([{ armId: "map", ratio: { undefined: "too_few_replicates" } }]);
  });

  test("hold the truth in about 95 of 100 intervals of the difference with ten raters an arm", () => {
    const random = createRandom("between coverage");
    const studies = 400;
    let held = 0;
    for (let study = 0; study < studies; study++) {
      const own = random.fork(study);
      const raters = (share: number) =>
        Array.from({ length: 10 }, () => {
          const skill = share + 0.1 * own.normal();
          return Array.from({ length: 16 }, () => (own.uniform() < skill ? 1 : 0));
        });
      const ratings = rate({ map: raters(0.7), plain: raters(0.5) });
      const raw = compareBetween(
        ARMS,
        resampleArms(ratings, { random: own.fork("resamples"), replicates: 500 }),
      );
      const { difference } = raw[0];
      if ("undefined" in difference) throw new Error("It has an interval.");
      if (difference.low <= 0.2 && difference.high >= 0.2) held++;
    }
    expect(held / studies).toBeGreaterThan(0.92);
    expect(held / studies).toBeLessThan(0.99);
  });

  test("an arm's mean and interval do not change with the raters of another", () => {
    const mean = (table: RatedStimulus[]) => computeBetween(ARMS, table, createRandom(3)).means.get("map");
    const few = rate({
      map: [
        [1, 0],
        [1, 1],
        [0, 0],
      ],
      plain: [[1, 1]],
    });
    const many = rate({
      map: [
        [1, 0],
        [1, 1],
        [0, 0],
      ],
      plain: [
        [1, 0],
        [0, 0],
        [1, 1],
        [0, 1],
      ],
    });
    expect(mean(many)).toEqual(mean(few));
    expect(mean(few)).toMatchObject({ value: 0.5, n: 3 });
  });
});
