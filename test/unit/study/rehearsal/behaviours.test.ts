import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { StrokesDetail } from "#lib/study/answer-detail.ts";
import { checkResponse } from "#lib/study/check-response.ts";
import { BEHAVIOUR_IDS, type BehaviourId } from "#lib/study/rehearsal/behaviours/registry.ts";
import { drawResponse } from "#lib/study/rehearsal/draw-response.ts";
import { planSession } from "#lib/study/rehearsal/plan-session.ts";
import { responseOf } from "#lib/study/response-of.ts";
import type { ResponseSpec, SimulatedPanel } from "#lib/study/template.ts";
import { plausibilityRating } from "#lib/study/templates/plausibility-rating.ts";
import { requireTemplate, templateIds } from "#lib/study/templates/registry.ts";
import { createRandom } from "#lib/tensor/random.ts";

const TASK = { template: plausibilityRating, response: plausibilityRating.response };
const panel = (share: number): SimulatedPanel => ({
  armId: "a",
  share,
  correct: true,
  object: { x: 0.5, y: 0.5, radius: 0.2 },
});
const trials = (count: number, share = 0.5) =>
  Array.from({ length: count }, () => ({ panels: [panel(share)], classes: 0, asked: null }));
const session = (behaviour: BehaviourId, count: number, seed: number | string, share = 0.5) =>
  planSession(TASK, behaviour, trials(count, share), createRandom(seed));
const values = (behaviour: BehaviourId, count: number, seed: number | string, share = 0.5) =>
  session(behaviour, count, seed, share).answers.map(({ value }) => value);
const mean = (of: readonly number[]) => of.reduce((sum, one) => sum + one, 0) / of.length;

describe("every behaviour", () => {
  test("answers within the scale, at most once a trial, and the same for the same seed", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...BEHAVIOUR_IDS),
        fc.integer(),
        fc.integer({ min: 1, max: 30 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (behaviour, seed, count, share) => {
          const { answers } = session(behaviour, count, seed, share);
          expect(answers.length).toBeLessThanOrEqual(count);
          for (const { value, detail, responseTimeMs } of answers) {
            expect([1, 2, 3, 4, 5]).toContain(value);
            expect(detail).toBeNull();
            expect(Number.isInteger(responseTimeMs) && responseTimeMs > 0).toBe(true);
          }
          expect(session(behaviour, count, seed, share).answers).toEqual(answers);
        },
      ),
    );
  });
});

describe("behaviours differ as declared", () => {
  const raters = Array.from({ length: 300 }, (_, seed) => seed);

  test("only dropouts leave, at every place before the end", () => {
    for (const behaviour of BEHAVIOUR_IDS.filter((id) => id !== "dropout"))
      expect(session(behaviour, 8, 1).answers).toHaveLength(8);
    const lengths = raters.map((seed) => session("dropout", 8, seed).answers.length);
    expect(new Set(lengths)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7]));
  });

  test("only the flaky are on a flaky line", () => {
    const flaky = BEHAVIOUR_IDS.filter((id) => session(id, 2, 1).line === "flaky");
    expect(flaky).toEqual(["flaky-network"]);
  });

  test("speeders answer below 300 ms, everybody else above", () => {
    for (const behaviour of BEHAVIOUR_IDS) {
      const times = raters.flatMap((seed) =>
        session(behaviour, 4, seed).answers.map((a) => a.responseTimeMs),
      );
      if (behaviour === "speeder") expect(Math.max(...times)).toBeLessThan(300);
      else expect(Math.min(...times)).toBeGreaterThanOrEqual(500);
    }
  });

  test("answers of a random clicker to consecutive trials are unrelated", () => {
    const given = raters.map((seed) => values("random-clicker", 20, seed));
    const repeats = given.flatMap((own) => own.slice(1).map((value, i) => Number(value === own[i])));
    expect(mean(repeats)).toBeCloseTo(0.2, 1);
  });

  test("straight-liners give one value, and different ones different values", () => {
    const given = raters.map((seed) => new Set(values("straight-liner", 10, seed)));
    expect(given.every((set) => set.size === 1)).toBe(true);
    expect(new Set(given.flatMap((set) => [...set])).size).toBe(5);
  });

  test("random clickers and speeders give every value equally often, whatever is shown", () => {
    for (const behaviour of ["random-clicker", "speeder"] as const) {
      const given = raters.flatMap((seed) => values(behaviour, 20, seed, 1));
      for (const value of [1, 2, 3, 4, 5])
        expect(given.filter((one) => one === value).length / given.length).toBeCloseTo(0.2, 1);
    }
  });

  test("biased raters lie about 1 point away, on both sides; careful ones do not", () => {
    const averages = (id: BehaviourId) => raters.map((seed) => mean(values(id, 40, seed)));
    const away = (id: BehaviourId) => mean(averages(id).map((average) => Math.abs(average - 3)));
    expect(away("biased") - away("careful")).toBeGreaterThan(0.4);
    expect(averages("biased").filter((average) => average > 3).length / raters.length).toBeCloseTo(0.5, 1);
  });

  test("drifting raters end about 1 point lower than they began, careful ones where they began", () => {
    const change = (id: BehaviourId) =>
      mean(
        raters.map((seed) => {
          const given = values(id, 20, seed);
          return mean(given.slice(-4)) - mean(given.slice(0, 4));
        }),
      );
    expect(change("drifting")).toBeLessThan(-0.6);
    expect(Math.abs(change("careful"))).toBeLessThan(0.1);
  });
});

describe("an answer without looking", () => {
  const shown = { panels: [panel(0.1), panel(0.5), panel(0.9)], classes: 4 };
  const draws = (response: ResponseSpec) => {
    const random = createRandom("blind");
    return Array.from({ length: 3000 }, () => drawResponse(response, shown, random));
  };
  const shareOf = (of: readonly unknown[], one: unknown) =>
    of.filter((other) => JSON.stringify(other) === JSON.stringify(one)).length / of.length;

  test("is uniform over points, options, classes", () => {
    const specs: [ResponseSpec, readonly number[]][] = [
      [{ kind: "scale", values: [1, 2, 3, 4, 5, 6, 7], named: "all" }, [1, 2, 3, 4, 5, 6, 7]],
      [{ kind: "choice", options: ["a", "b", "tie"] }, [0, 1, 2]],
      [{ kind: "class" }, [0, 1, 2, 3]],
    ];
    for (const [response, possible] of specs) {
      const given = draws(response).map(({ value }) => value);
      for (const value of possible) expect(shareOf(given, value)).toBeCloseTo(1 / possible.length, 1);
      expect(new Set(given).size).toBe(possible.length);
    }
  });

  test("is uniform over orders, and over pairs of best and worst", () => {
    const orders = draws({ kind: "ranking" });
    expect(orders.every(({ value, detail }) => (detail as { order: number[] }).order[0] === value)).toBe(
      true,
    );
    const permutations = [...new Set(orders.map(({ detail }) => JSON.stringify(detail)))];
    expect(permutations).toHaveLength(6);
    for (const one of permutations)
      expect(
        shareOf(
          orders.map(({ detail }) => detail),
          JSON.parse(one),
        ),
      ).toBeCloseTo(1 / 6, 1);
    const pairs = draws({ kind: "best-worst" }).map(({ value, detail }) => [
      value,
      (detail as { worst: number }).worst,
    ]);
    expect(new Set(pairs.map((pair) => pair.join())).size).toBe(6);
    expect(pairs.every(([best, worst]) => best !== worst)).toBe(true);
  });

  test("is a place in the picture", () => {
    const places = draws({ kind: "point" }).map(({ detail }) => detail as { x: number; y: number });
    for (const axis of ["x", "y"] as const) {
      expect(mean(places.map((place) => place[axis]))).toBeCloseTo(0.5, 1);
      expect(places.every((place) => place[axis] >= 0 && place[axis] < 1)).toBe(true);
    }
  });

  test("is a stroke in the picture", () => {
    const drawn = draws({ kind: "strokes" });
    const points = drawn.flatMap(({ detail }) =>
      (detail as StrokesDetail).strokes.flatMap((one) => one.points),
    );
    expect(points).toHaveLength(2 * drawn.length);
    expect(mean(points.flat())).toBeCloseTo(0.5, 1);
  });

  test("fits every template there is, at each of its numbers of points", () => {
    for (const id of templateIds) {
      const template = requireTemplate(id);
      for (const points of [null, 5, 7] as const) {
        const response = responseOf(template, { points });
        const count = template.shows.kind === "arms" ? 3 : template.shows.kind === "beside-reference" ? 2 : 1;
        const panels = [0.1, 0.5, 0.9].slice(0, count).map(panel);
        const rules = { response, detail: template.detail, panels: count, classes: 4 };
        for (const behaviour of BEHAVIOUR_IDS) {
          const trials = Array.from({ length: 20 }, () => ({ panels, classes: 4, asked: null }));
          const { answers } = planSession({ template, response }, behaviour, trials, createRandom(id));
          expect(answers.map((answer) => checkResponse(rules, answer)).filter(Boolean)).toEqual([]);
        }
      }
    }
  });
});
