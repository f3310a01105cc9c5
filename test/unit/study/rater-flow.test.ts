import fc from "fast-check";
import { expect, it } from "vitest";
import { brokenRules, DEFAULT_EXCLUSIONS } from "#lib/study/exclusions/exclusion-rules.ts";
import { leftOut } from "#lib/study/left-out.ts";
import { countFlow, type RaterProgress } from "#lib/study/rater-flow.ts";

interface Story {
  values?: readonly number[];
  ms?: number;
  trials?: number;
  withdrawn?: boolean;
  screened?: boolean;
  pilot?: boolean;
  practised?: boolean;
}

const CAREFUL = [1, 2, 3, 4, 5, 4, 3, 2, 1, 2, 3, 4];

function rater({
  values = [],
  ms = 2000,
  trials = CAREFUL.length,
  withdrawn,
  screened,
  pilot,
  practised = true,
}: Story): RaterProgress {
  return {
    withdrawn: withdrawn ?? false,
    screened: screened ?? false,
    completed: values.length === trials,
    pilot: pilot ?? false,
    practised,
    record: { trials, answers: values.map((value) => ({ value, responseTimeMs: ms })) },
  };
}

it("counts everybody once at each step, and by each rule whoever breaks it", () => {
  const flow = countFlow(
    [
      rater({ values: CAREFUL }),
      rater({ values: CAREFUL, ms: 100 }),
      rater({ values: CAREFUL.map(() => 3), ms: 100 }),
      rater({ values: CAREFUL.slice(0, 5) }),
      rater({}),
      rater({ practised: false }),
      rater({ withdrawn: true, practised: false }),
    ],
    DEFAULT_EXCLUSIONS,
  );
  expect(flow).toMatchObject({ consented: 7, withdrawn: 1, practised: 5, rated: 4, completed: 3 });
  expect(flow).toMatchObject({ excluded: 3, analysed: 1 });
  expect(flow.byRule.map(({ rule, raters, undefined: unjudged }) => [rule, raters, unjudged])).toEqual([
    ["too-fast", 2, 0],
    ["straight-lining", 1, 1],
    ["incomplete", 1, 0],
    ["failed-attention", 0, 4],
    ["inconsistent", 0, 4],
  ]);
});

it("whoever did not pass the quiz is neither in practice nor beyond, and leaves room in no other step", () => {
  const flow = countFlow([rater({ screened: true }), rater({ values: CAREFUL })], {});
  expect(flow).toMatchObject({ consented: 2, screened: 1, practised: 1, rated: 1, analysed: 1 });
});

it("without rules analyses everybody who rated", () => {
  const flow = countFlow([rater({ values: CAREFUL, ms: 1 }), rater({ values: [3] })], {});
  expect(flow).toMatchObject({ rated: 2, excluded: 0, analysed: 2, byRule: [] });
});

it("who joined before the lock is a pilot, and no rule judges them", () => {
  const early = rater({ values: CAREFUL, ms: 1, pilot: true });
  const flow = countFlow([early, rater({ values: CAREFUL })], DEFAULT_EXCLUSIONS);
  expect(flow).toMatchObject({ rated: 2, pilot: 1, excluded: 0, analysed: 1 });
  expect(flow.byRule.every(({ raters }) => raters === 0)).toBe(true);
  expect(leftOut(DEFAULT_EXCLUSIONS, early).map(({ rule }) => rule)).toEqual(["before-lock"]);
});

it("an answer is worth a practice: whoever rated without one went past it", () => {
  expect(countFlow([rater({ values: [3], practised: false })], {})).toMatchObject({ practised: 1, rated: 1 });
});

const anyRater = fc
  .record({
    values: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 14 }),
    ms: fc.integer({ min: 1, max: 600 }),
    missing: fc.nat({ max: 2 }),
    withdrawn: fc.boolean(),
    pilot: fc.boolean(),
    practised: fc.boolean(),
  })
  .map(({ values, missing, ...rest }) => rater({ values, trials: values.length + missing, ...rest }));

it("each step leaves no more than the one before, and rules account for all who are left out", () => {
  fc.assert(
    fc.property(fc.array(anyRater, { maxLength: 30 }), (raters) => {
      const flow = countFlow(raters, DEFAULT_EXCLUSIONS);
      const steps = [
        flow.consented,
        flow.consented - flow.withdrawn,
        flow.practised,
        flow.rated,
        flow.analysed,
      ];
      expect(steps).toEqual(steps.toSorted((a, b) => b - a));
      expect(flow.analysed + flow.excluded + flow.pilot).toBe(flow.rated);
      const most = Math.max(...flow.byRule.map(({ raters }) => raters));
      const all = flow.byRule.reduce((sum, { raters }) => sum + raters, 0);
      expect(flow.excluded).toBeGreaterThanOrEqual(most);
      expect(flow.excluded).toBeLessThanOrEqual(all);
      const staying = raters.filter(
        ({ withdrawn, pilot, record }) => !withdrawn && !pilot && record.answers.length > 0,
      );
      const out = staying.filter(({ record }) => brokenRules(DEFAULT_EXCLUSIONS, record).length > 0);
      expect(flow.excluded).toBe(out.length);
    }),
  );
});
