import fc from "fast-check";
import { expect, it } from "vitest";
import { type ComparedAnswer, summariseRater } from "#lib/study/rater-summary.ts";

const answer = (value: number, responseTimeMs: number, others: number | null): ComparedAnswer => ({
  value,
  responseTimeMs,
  others,
});

const SCALE = { ordered: true };

it("a rater's answers are summarised as by hand", () => {
  const summary = summariseRater(
    [answer(1, 1000, 1.5), answer(2, 4000, 2), answer(3, 2000, 4), answer(3, 3000, null)],
    SCALE,
  );
  expect(summary).toEqual({
    medianResponseMs: { value: 2500 },
    commonestShare: { value: 0.5 },
    agreement: { value: 1, n: 3 },
  });
});

it("what does not exist is undefined, with the reason", () => {
  expect(summariseRater([], SCALE).medianResponseMs).toEqual({ undefined: "no_values" });
  expect(summariseRater([answer(1, 9, 2), answer(2, 9, null)], SCALE)).toMatchObject({
    medianResponseMs: { value: 9 },
    agreement: { undefined: "too_few_points" },
  });
  const options = [1, 2, 3].map((value) => answer(value, 9, value));
  expect(summariseRater(options, { ordered: false }).agreement).toEqual({ undefined: "unordered_values" });
  const constant = [1, 2, 3].map((others) => answer(4, 9, others));
  expect(summariseRater(constant, SCALE).agreement).toEqual({ undefined: "no_variation" });
});

it("turning the scale turns the agreement, and nothing else", () => {
  const answers = fc.array(
    fc.record({
      value: fc.integer({ min: 1, max: 5 }),
      responseTimeMs: fc.nat({ max: 9000 }),
      others: fc.option(fc.integer({ min: 4, max: 20 }).map((quarters) => quarters / 4)),
    }),
    { minLength: 1, maxLength: 30 },
  );
  fc.assert(
    fc.property(answers, (own) => {
      const plain = summariseRater(own, SCALE);
      const turned = summariseRater(
        own.map((one) => ({ ...one, value: 6 - one.value })),
        SCALE,
      );
      expect(turned.medianResponseMs).toEqual(plain.medianResponseMs);
      expect(turned.commonestShare).toEqual(plain.commonestShare);
      if (!("value" in plain.agreement)) expect(turned.agreement).toEqual(plain.agreement);
      else
        expect("value" in turned.agreement && turned.agreement.value).toBeCloseTo(-plain.agreement.value, 10);
    }),
  );
});
