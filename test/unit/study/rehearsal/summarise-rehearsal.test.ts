import { expect, test, vi } from "vitest";
import { assignTrials } from "#lib/study/assignment.ts";
import type { ReportArm } from "#lib/study/compute-report.ts";
import { DEFAULT_EXCLUSIONS, type ExclusionRules } from "#lib/study/exclusions/exclusion-rules.ts";
import { type Mixture, parseMixture } from "#lib/study/rehearsal/mixture.ts";
import { type StudyModel, simulateStudy } from "#lib/study/rehearsal/simulate-study.ts";
import { summariseRehearsal } from "#lib/study/rehearsal/summarise-rehearsal.ts";
import { plausibilityRating } from "#lib/study/templates/plausibility-rating.ts";
import { createRandom } from "#lib/tensor/random.ts";

/** Hundreds of studies are drawn here: slow when the machine is busy. */
vi.setConfig({ testTimeout: 300_000 });

const ITEMS = 12;

/** A study of 12 images whose arms have these latent plausibilities. */
function studyOf(
  shares: readonly number[],
  exclusions: ExclusionRules = {},
): { model: StudyModel; arms: ReportArm[] } {
  const design = { items: ITEMS, arms: shares.length, trialsPerRater: ITEMS };
  const arms = shares.map((_, arm) => ({
    armId: `a${arm}`,
    label: `Method ${arm}`,
    explainerId: `method-${arm}`,
    statement: "for" as const,
  }));
  const sequence = (index: number) =>
    assignTrials(design, 1, index).map(({ item, arm }) => ({
      practice: false,
      check: null,
      asked: null,
      shown: `i${item} a${arm}`,
      itemId: `i${item}`,
      classes: 0,
      panels: [
        {
          armId: `a${arm}`,
          mapId: `m${item}/${arm}`,
          share: shares[arm],
          correct: true,
          object: { x: 0.5, y: 0.5, radius: 0.2 },
        },
      ],
    }));
  const { response } = plausibilityRating;
  return { model: { template: plausibilityRating, response, sequence, exclusions }, arms };
}

function rehearse(shares: readonly number[], mixture: Mixture, exclusions?: ExclusionRules) {
  const raters = 40;
  const { model, arms } = studyOf(shares, exclusions);
  const answers = simulateStudy(model, { raters, mixture }, createRandom("crowd"));
  return summariseRehearsal({ seed: 1, arms, answers, model, mixture, powerRaters: raters });
}

test("a large planted effect is found in its order, with its interval and nearly full power", () => {
  const { orders, effects, arms, agreement } = rehearse([0.2, 0.9, 0.5, 0.7], parseMixture("careful"));
  expect(orders).toMatchObject([{ statement: "for", tau: { value: 1, n: 4 } }]);
  expect(effects.map(({ a, b }) => [a, b])).toEqual([
    ["a1", "a3"],
    ["a1", "a2"],
    ["a1", "a0"],
  ]);
  for (const { outcome, covered, power } of effects) {
    expect([outcome, covered]).toEqual(["found", true]);
    expect("value" in power && power.value).toBeGreaterThan(0.95);
  }
  // Between the points of the scale rounding changes little: 1 + 4 x 0.5 is 3.
  expect(arms[2].planted).toEqual({ value: expect.closeTo(3, 1) });
  expect("value" in agreement && agreement.value).toBeGreaterThan(0.4);
});

test("the best method is compared with the others and with the controls, above it or below", () => {
  const { model, arms } = studyOf([0.95, 0.7, 0.3, 0.1]);
  const named = ["control-region", "cam", "rise", "control-random"].map((explainerId, i) => ({
    ...arms[i],
    explainerId,
  }));
  const mixture = parseMixture("careful");
  const answers = simulateStudy(model, { raters: 40, mixture }, createRandom("crowd"));
  const { effects } = summariseRehearsal({ seed: 1, arms: named, answers, model, mixture, powerRaters: 40 });
  expect(effects.map(({ a, b, planted, outcome }) => [a, b, Math.sign(planted), outcome])).toEqual([
    ["a1", "a0", -1, "found"],
    ["a1", "a2", 1, "found"],
    ["a1", "a3", 1, "found"],
  ]);
});

test("where nothing is planted nothing is found, at the level of the test", () => {
  const { effects } = rehearse([0.5, 0.5, 0.5], parseMixture("careful"));
  for (const { power, planted } of effects) {
    expect(Math.abs(planted)).toBeLessThan(0.1);
    expect("value" in power && power.value).toBeLessThan(0.05);
  }
});

test("careless raters shrink the effect below what was planted, and agree less", () => {
  const careful = rehearse([0.2, 0.9], parseMixture("careful"));
  const mixed = rehearse([0.2, 0.9], parseMixture("careless"));
  const [kept, shrunk] = [careful, mixed].map(({ effects: [{ recovered }] }) =>
    "value" in recovered ? recovered.value : Number.NaN,
  );
  expect(mixed.effects[0]).toMatchObject({ outcome: "found", covered: false });
  expect(shrunk).toBeLessThan(0.8 * kept);
  const alpha = [careful, mixed].map(({ agreement }) =>
    "value" in agreement ? agreement.value : Number.NaN,
  );
  expect(alpha[1]).toBeLessThan(alpha[0] - 0.2);
});

test("the study's rules leave careless raters out, and what was planted comes back a little", () => {
  const everybody = rehearse([0.2, 0.9], parseMixture("careless"));
  const analysed = rehearse([0.2, 0.9], parseMixture("careless"), DEFAULT_EXCLUSIONS);
  // 4 speeders, 4 straight-liners and 4 leavers of 40; clicking at random breaks no rule.
  expect(everybody.answers).toBeGreaterThan(36 * ITEMS);
  expect(analysed.answers).toBe(28 * ITEMS);
  const [kept, left] = [everybody, analysed].map(({ effects: [{ recovered }] }) =>
    "value" in recovered ? recovered.value : Number.NaN,
  );
  expect(left).toBeGreaterThan(kept);
});

test("nobody is a summary without numbers, never zeros", () => {
  const { model, arms } = studyOf([0.2, 0.9]);
  const summary = summariseRehearsal({
    seed: 1,
    arms,
    answers: [],
    model,
    mixture: parseMixture("careful"),
    powerRaters: 1,
  });
  expect(summary.agreement).toHaveProperty("undefined");
  expect(summary.effects).toMatchObject([
    { recovered: { undefined: "no_values" }, outcome: null, covered: null },
  ]);
  expect(summary.arms.every(({ recovered }) => "undefined" in recovered)).toBe(true);
});
