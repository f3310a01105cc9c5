import { expect, test } from "vitest";
import { openAnswerClaims } from "#lib/services/studies/verification/answer-claims.ts";

const claim = (k: number) => ({
  trial: `trial ${k} ${"é".repeat(k % 5)}`,
  participant: (k % 7) - 3,
  position: k % 11,
  stimulus: `stimulus ${k % 13}`,
  digest: k.toString(16).padStart(64, "0"),
});

test.each([0, 5000])("claims come back as they were added, however many were expected (%i)", (expected) => {
  const claims = openAnswerClaims(expected);
  for (let k = 0; k < 5000; k++) expect(claims.add(claim(k))).toBe(true);
  expect(claims.add({ ...claim(17), digest: "f".repeat(64) })).toBe(false);
  for (let k = 0; k < 5000; k += 2) expect(claims.take(claim(k).trial)).toEqual(claim(k));
  expect(claims.take("trial of nobody")).toBeUndefined();
  const untaken = Array.from({ length: 2500 }, (_, k) => claim(2 * k + 1));
  expect([...claims.untaken()]).toEqual(untaken.map(({ trial, participant }) => ({ trial, participant })));
});
