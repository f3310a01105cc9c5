import { describe, expect, it } from "vitest";
import { withinRaterPower } from "#lib/stats/power/within-rater-power.ts";
import { listConditions } from "#lib/study/conditions.ts";
import { assumedSpread } from "#lib/study/plan/assumed-spread.ts";
import { canSimulate, type StudyToSimulate } from "#lib/study/plan/plan-model.ts";
import { plannedCells } from "#lib/study/plan/planned-cells.ts";
import { plannedPower } from "#lib/study/plan/planned-power.ts";
import { reachableDifference, simulatePower } from "#lib/study/plan/simulate-power.ts";
import type { TemplateId } from "#lib/study/template-id.ts";
import { requireTemplate, TEMPLATES } from "#lib/study/templates/registry.ts";
import { createRandom } from "#lib/tensor/random.ts";

const assumed = { difference: 0.5, spread: 1.4, correlation: 0.1 };
const alone = (arms: number) => Array.from({ length: arms }, (_, arm) => [arm]);

describe("the power that is planned", () => {
  it("is that of a comparison within raters, with the answers a rater gives of one arm", () => {
    const cells = plannedCells({ items: 24, arms: 4, trialsPerRater: 24, conditions: alone(4) }, 20);
    const { power, needed, raters, answers } = plannedPower(cells, assumed);
    expect([raters, answers]).toEqual([20, 6]);
    const plan = { ...assumed, answers: 6, alpha: 0.05 };
    expect(power).toEqual({ value: withinRaterPower(plan, 20) });
    const { value } = needed as { value: number };
    expect(withinRaterPower(plan, value)).toBeGreaterThanOrEqual(0.8);
    expect(withinRaterPower(plan, value - 1)).toBeLessThan(0.8);
  });

  it("counts only raters who judge both arms, and asks for more where some don't", () => {
    const whole = plannedCells({ items: 12, arms: 3, trialsPerRater: 3, conditions: alone(3) }, 30);
    const part = plannedCells({ items: 12, arms: 3, trialsPerRater: 2, conditions: alone(3) }, 30);
    expect(plannedPower(whole, assumed).raters).toBe(30);
    const { raters, needed } = plannedPower(part, assumed);
    expect(raters).toBe(10);
    const all = plannedPower(whole, assumed).needed as { value: number };
    expect(needed).toEqual({ value: all.value * 3 });
  });

  it("is undefined with one arm, or where nobody judges two", () => {
    const one = plannedCells({ items: 5, arms: 1, trialsPerRater: 5, conditions: alone(1) }, 9);
    expect(plannedPower(one, assumed).power).toEqual({ undefined: "fewer_than_two_groups" });
    const apart = plannedCells({ items: 5, arms: 5, trialsPerRater: 1, conditions: alone(5) }, 9);
    expect(plannedPower(apart, assumed).needed).toEqual({ undefined: "fewer_than_two_raters" });
  });
});

describe("the spread that is assumed", () => {
  const draws = 4000;
  const random = createRandom("spread");
  /** SD of the difference of two pictures' scores when the answer is any of those possible. */
  function spreadOf(id: TemplateId, panels: number): number {
    const template = requireTemplate(id);
    const shown = Array.from({ length: panels }, (_, at) => ({ armId: String(at), correct: true }));
    const squares = Array.from({ length: draws }, () => {
      const order = random.shuffle(shown.map((_, at) => at));
      const response =
        template.response.kind === "ranking"
          ? { value: order[0], detail: { order } }
          : { value: order[0], detail: { worst: order[1] } };
      const scores = new Map(template.score(response, shown).map(({ armId, value }) => [armId, value]));
      return (scores.get("0")! - scores.get("1")!) ** 2;
    });
    return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / draws);
  }

  it.each([
    ["ranking", 3],
    ["ranking", 5],
    ["best-worst", 3],
    ["best-worst", 6],
  ] as const)("of %s with %i pictures is that of answers by chance", (id, panels) => {
    const template = requireTemplate(id);
    expect(assumedSpread(template, template.measure, panels)).toBeCloseTo(spreadOf(id, panels), 1);
  });
});

const planned = (id: TemplateId, arms: number, items: number): StudyToSimulate => {
  const template = requireTemplate(id);
  const { shows } = template;
  const panels = shows.kind === "one-arm" ? 1 : shows.kind === "arms" ? Math.min(shows.count, arms) : 2;
  const referenceArm = shows.kind === "beside-reference" ? 0 : null;
  const plain = Array.from({ length: arms }, () => ({ plain: false }));
  return {
    template,
    points: null,
    seed: 1,
    pair: [0, 1],
    items,
    arms,
    trialsPerRater: items,
    conditions: listConditions({ shows, arms: plain, panels, referenceArm }, 1),
  };
};

const last = (steps: Iterable<{ done: number; power: unknown }>) => [...steps].at(-1);

describe("power by simulation", () => {
  it.each(TEMPLATES.filter(canSimulate).map(({ id }) => id))(
    "of %s: hardly ever finds what is not there, always what is large, the same twice",
    (id) => {
      const study = planned(id, 3, 6);
      const most = reachableDifference(study);
      expect(most).toBeGreaterThan(0);
      const none = last(simulatePower(study, { raters: 10, studies: 40, difference: 0 }));
      expect(none).toMatchObject({ done: 40, power: { n: 40 } });
      expect((none as { power: { value: number } }).power.value).toBeLessThan(0.2);
      const large = { raters: 30, studies: 3, difference: most * 0.9 };
      expect(last(simulatePower(study, large))).toMatchObject({ power: { value: 1 } });
      expect([...simulatePower(study, large)]).toEqual([...simulatePower(study, large)]);
    },
  );

  it("plants nothing that raters of this kind can't show", () => {
    const study = planned("plausibility-rating", 2, 8);
    expect([...simulatePower(study, { raters: 10, studies: 3, difference: 4.1 })]).toEqual([]);
  });

  it("grows with the difference and with the raters", () => {
    const study = planned("plausibility-rating", 4, 8);
    const power = (difference: number, raters: number) =>
      (last(simulatePower(study, { difference, raters, studies: 60 })) as { power: { value: number } }).power
        .value;
    expect(power(0.2, 12)).toBeLessThan(power(0.6, 12));
    expect(power(0.2, 6)).toBeLessThan(power(0.2, 30));
  });
});
