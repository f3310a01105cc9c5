import { expect, test } from "vitest";
import { createSignInLimit } from "#lib/auth/sign-in-limit.ts";

function openLimit() {
  let nowMs = 0;
  const limit = createSignInLimit(() => nowMs);
  const fail = (count: number, email: string, address = "10.0.0.1") => {
    for (let i = 0; i < count; i += 1) limit.fail(email, address);
  };
  return { limit, fail, wait: (ms: number) => (nowMs += ms) };
}

test("eight failures from one place lock that place out, and nobody else", () => {
  const { limit, fail } = openLimit();
  fail(7, "ann@example.org");
  expect(limit.allows("ann@example.org", "10.0.0.1")).toBe(true);
  fail(1, "ann@example.org");
  expect(limit.allows("ann@example.org", "10.0.0.1")).toBe(false);
  expect(limit.allows("ann@example.org", "10.0.0.2")).toBe(true);
  expect(limit.allows("bob@example.org", "10.0.0.1")).toBe(true);
});

test("guessing one account from many places is limited too", () => {
  const { limit } = openLimit();
  for (let i = 0; i < 40; i += 1) limit.fail("ann@example.org", `10.0.1.${i}`);
  expect(limit.allows("ann@example.org", "10.0.2.1")).toBe(false);
  expect(limit.allows("bob@example.org", "10.0.2.1")).toBe(true);
});

test("so is guessing many accounts", () => {
  const { limit } = openLimit();
  for (let i = 0; i < 300; i += 1) limit.fail(`user${i}@example.org`, `10.0.${i % 200}.1`);
  expect(limit.allows("bob@example.org", "10.9.9.9")).toBe(false);
});

test("a quarter of an hour later it is forgotten", () => {
  const { limit, fail, wait } = openLimit();
  fail(8, "ann@example.org");
  wait(15 * 60_000 - 1);
  expect(limit.allows("ann@example.org", "10.0.0.1")).toBe(false);
  wait(1);
  expect(limit.allows("ann@example.org", "10.0.0.1")).toBe(true);
});

test("the right password clears the count of its place", () => {
  const { limit, fail } = openLimit();
  fail(7, "ann@example.org");
  limit.succeed("ann@example.org", "10.0.0.1");
  fail(7, "ann@example.org");
  expect(limit.allows("ann@example.org", "10.0.0.1")).toBe(true);
});
