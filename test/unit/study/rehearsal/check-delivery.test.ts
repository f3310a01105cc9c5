import { expect, test } from "vitest";
import { checkDelivery, type DeliveredSession } from "#lib/study/rehearsal/check-delivery.ts";

const answer = (trialId: string, value: number, practice = false, detail: unknown = null) => ({
  trialId,
  value,
  practice,
  check: null,
  detail,
});
const given = (value: number, detail: unknown = null) => ({ value, detail });
const session = (change: Partial<DeliveredSession> = {}): DeliveredSession => ({
  given: new Map([
    ["p", given(3)],
    ["a", given(4)],
    ["b", given(5)],
  ]),
  accepted: new Set(["p", "a", "b"]),
  refused: [],
  stored: { answerCount: 2, answers: [answer("p", 3, true), answer("a", 4), answer("b", 5)] },
  ...change,
});

test("nothing is lost or doubled where all is stored once, as it was given", () => {
  expect(checkDelivery([session(), session()])).toEqual({
    given: 6,
    accepted: 6,
    stored: 6,
    lost: 0,
    duplicated: 0,
    refused: 0,
  });
});

test("an accepted answer that is missing, or another one, is lost; one that was never accepted is not", () => {
  const gone = { answerCount: 1, answers: [answer("p", 3, true), answer("b", 5)] };
  expect(checkDelivery([session({ stored: gone })])).toMatchObject({ lost: 1, duplicated: 0 });
  expect(checkDelivery([session({ stored: gone, accepted: new Set(["p", "b"]) })])).toMatchObject({
    lost: 0,
  });
  const other = { answerCount: 2, answers: [answer("p", 3, true), answer("a", 1), answer("b", 5)] };
  expect(checkDelivery([session({ stored: other })])).toMatchObject({ lost: 1 });
  const aside = {
    answerCount: 2,
    answers: [answer("p", 3, true), answer("a", 4, false, { x: 1 }), answer("b", 5)],
  };
  expect(checkDelivery([session({ stored: aside })])).toMatchObject({ lost: 1 });
  expect(checkDelivery([session({ stored: null })])).toMatchObject({ lost: 3, stored: 0 });
});

test("an answer nobody gave, one stored twice, and a wrong count are doubles", () => {
  const whole = session().stored!;
  const with_ = (more: ReturnType<typeof answer>[], answerCount: number) =>
    checkDelivery([session({ stored: { answerCount, answers: [...whole.answers, ...more] } })]).duplicated;
  expect(with_([answer("c", 1)], 3)).toBe(1);
  expect(with_([answer("a", 4)], 3)).toBe(1);
  expect(with_([], 3)).toBe(1);
  expect(with_([], 1)).toBe(1);
});
