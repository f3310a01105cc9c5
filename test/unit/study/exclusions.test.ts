import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isConsistent } from "#lib/study/checks/consistent.ts";
import type { RaterRecord } from "#lib/study/exclusions/exclusion-rule.ts";
import {
  brokenRules,
  DEFAULT_EXCLUSIONS,
  declaredRules,
  EXCLUSION_RULE_IDS,
  ExclusionRules,
} from "#lib/study/exclusions/exclusion-rules.ts";
import { failedAttention } from "#lib/study/exclusions/failed-attention.ts";
import { incomplete } from "#lib/study/exclusions/incomplete.ts";
import { inconsistent } from "#lib/study/exclusions/inconsistent.ts";
import { commonestCount, longestRun, straightLining } from "#lib/study/exclusions/straight-lining.ts";
import { tooFast } from "#lib/study/exclusions/too-fast.ts";

const record = (
  values: readonly number[],
  times: readonly number[] = [],
  trials = values.length,
): RaterRecord => ({
  trials,
  answers: values.map((value, i) => ({ value, responseTimeMs: times[i] ?? 2000 })),
});
const anyRecord = fc
  .record({
    answers: fc.array(
      fc.record({ value: fc.integer({ min: 1, max: 5 }), responseTimeMs: fc.integer({ min: 0, max: 9000 }) }),
      { maxLength: 40 },
    ),
    unanswered: fc.nat({ max: 10 }),
  })
  .map(({ answers, unanswered }): RaterRecord => ({ answers, trials: answers.length + unanswered }));

describe("too fast", () => {
  const limit = { belowMs: 300, share: 0.1 };

  it("is more than the share, not the share itself; the limit itself is not below it", () => {
    const twoOf20 = record(Array(20).fill(3), [299, 0, 300]);
    expect(tooFast.judge(twoOf20, limit)).toEqual({
      excluded: false,
      because: "2 of 20 answers in under 300 ms",
    });
    expect(tooFast.judge(record(Array(20).fill(3), [299, 0, 299]), limit)).toMatchObject({ excluded: true });
  });

  it("says nothing of whoever has not answered", () => {
    expect(tooFast.judge(record([], [], 5), limit)).toEqual({ undefined: "no_values" });
  });

  it("does not depend on values or order, and a stricter limit lets nobody back in", () => {
    fc.assert(
      fc.property(
        anyRecord,
        fc.integer({ min: 50, max: 5000 }),
        fc.nat({ max: 3000 }),
        (rater, belowMs, more) => {
          const judged = tooFast.judge(rater, { belowMs, share: 0.1 });
          const turned = {
            ...rater,
            answers: rater.answers.toReversed().map((a) => ({ ...a, value: 6 - (a.value ?? 0) })),
          };
          expect(tooFast.judge(turned, { belowMs, share: 0.1 })).toEqual(judged);
          const stricter = tooFast.judge(rater, { belowMs: belowMs + more, share: 0.1 });
          if ("excluded" in judged && judged.excluded) expect(stricter).toMatchObject({ excluded: true });
        },
      ),
    );
  });
});

describe("the same answer throughout", () => {
  const limit = { run: 0.5, sameValue: 0.9 };

  it("is found by the longest run, or by the commonest value", () => {
    const half = [1, 2, 3, 4, 5, 3, 3, 3, 3, 3];
    expect(straightLining.judge(record(half), limit)).toEqual({
      excluded: true,
      because: "one value 6 times in 10 answers, 5 in a row",
    });
    const broken = [3, 3, 3, 3, 1, 3, 3, 3, 4, 1];
    expect(straightLining.judge(record(broken), limit)).toMatchObject({ excluded: false });
    const nineOfTen = [3, 3, 3, 3, 1, 3, 3, 3, 3, 3];
    expect(straightLining.judge(record(nineOfTen), { run: 0.6, sameValue: 0.9 })).toMatchObject({
      excluded: true,
    });
  });

  it("does not apply to fewer than ten answers", () => {
    expect(straightLining.judge(record(Array(9).fill(2)), limit)).toEqual({ undefined: "too_few_points" });
    expect(straightLining.judge(record(Array(10).fill(2)), limit)).toMatchObject({ excluded: true });
  });

  it("does not apply to places and drawings, of which no two are the same", () => {
    const drawn = { trials: 12, answers: Array(12).fill({ value: null, responseTimeMs: 2000 }) };
    expect(straightLining.judge(drawn, limit)).toEqual({ undefined: "too_few_points" });
    expect(brokenRules(DEFAULT_EXCLUSIONS, drawn)).toEqual([]);
  });

  it("counts runs and values as by hand", () => {
    expect([longestRun([]), commonestCount([])]).toEqual([0, 0]);
    expect([longestRun([1, 1, 2, 1, 1, 1]), commonestCount([1, 1, 2, 1, 1, 1])]).toEqual([3, 5]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }), (values) => {
        expect(longestRun(values)).toBeLessThanOrEqual(commonestCount(values));
        expect(longestRun(values.toSorted())).toBe(commonestCount(values));
        expect(longestRun(values.toReversed())).toBe(longestRun(values));
      }),
    );
  });

  it("does not depend on which value it is: names of the scale may be exchanged", () => {
    fc.assert(
      fc.property(anyRecord, (rater) => {
        const renamed = {
          ...rater,
          answers: rater.answers.map((a) => ({ ...a, value: 6 - (a.value ?? 0) })),
        };
        expect(straightLining.judge(renamed, limit)).toEqual(straightLining.judge(rater, limit));
      }),
    );
  });
});

describe("incomplete", () => {
  it("is anything missing by default, or less than the share", () => {
    expect(incomplete.judge(record([1, 2, 3], [], 4), { share: 1 })).toEqual({
      excluded: true,
      because: "3 of 4 pictures rated",
    });
    expect(incomplete.judge(record([1, 2, 3], [], 4), { share: 0.75 })).toMatchObject({ excluded: false });
    expect(incomplete.judge(record([1, 2, 3]), { share: 1 })).toMatchObject({ excluded: false });
    expect(incomplete.judge(record([]), { share: 1 })).toEqual({ undefined: "no_values" });
  });
});

describe("failed attention", () => {
  const asked = (...attention: boolean[]) => ({ ...record([3]), checks: { attention, repeats: [] } });
  it("is as many failures as declared, whatever else was answered", () => {
    expect(failedAttention.judge(asked(false, true, false), { failures: 2 })).toEqual({
      excluded: true,
      because: "2 of 3 attention checks failed",
    });
    expect(failedAttention.judge(asked(false, true), { failures: 2 })).toMatchObject({ excluded: false });
    expect(failedAttention.judge(asked(false), { failures: 1 })).toMatchObject({ excluded: true });
  });
  it("cannot judge who was asked less often, or never", () => {
    expect(failedAttention.judge(asked(false), { failures: 2 })).toEqual({ undefined: "too_few_points" });
    expect(failedAttention.judge(record([3]), { failures: 1 })).toEqual({ undefined: "too_few_points" });
  });
});

describe("inconsistent", () => {
  const twice = (...repeats: boolean[]) => ({ ...record([3]), checks: { attention: [], repeats } });
  it("is another answer to more than the share", () => {
    expect(inconsistent.judge(twice(false, true, false), { share: 0.5 })).toMatchObject({ excluded: true });
    expect(inconsistent.judge(twice(false, true), { share: 0.5 })).toMatchObject({ excluded: false });
    expect(inconsistent.judge(twice(false), { share: 0.5 })).toEqual({ undefined: "too_few_points" });
  });
  it("holds nobody to the very point of a scale, and everybody to the option", () => {
    const scale = (points: number) => ({
      kind: "scale" as const,
      values: Array.from({ length: points }, (_, i) => i + 1),
      named: "ends" as const,
    });
    expect([isConsistent(scale(5), 3, 4), isConsistent(scale(5), 3, 5)]).toEqual([true, false]);
    expect([isConsistent(scale(7), 6, 7), isConsistent(scale(7), 5, 7)]).toEqual([true, false]);
    expect([isConsistent(scale(4), 2, 2), isConsistent(scale(4), 2, 3)]).toEqual([true, false]);
    const choice = { kind: "choice" as const, options: ["a", "b"] };
    expect([isConsistent(choice, 0, 0), isConsistent(choice, 0, 1)]).toEqual([true, false]);
  });
});

describe("the rules of a study", () => {
  it("are those it declares: none leave nobody out, whoever breaks several is told all", () => {
    const careless = {
      ...record(Array(10).fill(3), Array(10).fill(10), 12),
      checks: { attention: [false, true, false], repeats: [false, true, false] },
    };
    expect(brokenRules({}, careless)).toEqual([]);
    expect(brokenRules(DEFAULT_EXCLUSIONS, careless).map(({ rule }) => rule)).toEqual(EXCLUSION_RULE_IDS);
    expect(brokenRules({ incomplete: { share: 1 } }, careless)).toEqual([
      { rule: "incomplete", because: "10 of 12 pictures rated" },
    ]);
  });

  it("leave out more as there are more of them", () => {
    fc.assert(
      fc.property(anyRecord, fc.subarray(EXCLUSION_RULE_IDS), (rater, ids) => {
        const some = Object.fromEntries(ids.map((id) => [id, DEFAULT_EXCLUSIONS[id]]));
        const all = brokenRules(DEFAULT_EXCLUSIONS, rater);
        expect(brokenRules(some, rater)).toEqual(all.filter(({ rule }) => ids.includes(rule)));
      }),
    );
  });

  it("are said in words that hold their numbers", () => {
    expect(declaredRules(DEFAULT_EXCLUSIONS).map(({ words }) => words)).toEqual([
      "gave more than 10 % of their answers in under 300 ms",
      "gave the same answer 50 % of the time in a row, or 90 % of the time in all",
      "did not rate all of their pictures",
      "answered 2 attention checks or more otherwise than they asked",
      "gave another answer to more than 50 % of what they were shown twice",
    ]);
    expect(declaredRules({ incomplete: { share: 0.125 } })[0].words).toBe(
      "rated fewer than 12.5 % of their pictures",
    );
  });

  it("have parameters within what they mean", () => {
    expect(ExclusionRules.parse(DEFAULT_EXCLUSIONS)).toEqual(DEFAULT_EXCLUSIONS);
    for (const wrong of [
      { "too-fast": { belowMs: 300, share: 0 } },
      { "too-fast": { belowMs: 1e6, share: 0.1 } },
      { "straight-lining": { run: 1.1, sameValue: 0.9 } },
      { incomplete: { share: 0 } },
    ])
      expect(ExclusionRules.safeParse(wrong).success).toBe(false);
  });
});
