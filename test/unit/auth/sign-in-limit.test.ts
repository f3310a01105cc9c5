import { expect, test } from "vitest";
import { createSignInLimit } from "#lib/auth/sign-in-limit.ts";

function openLimit() {
  let nowMs = 0;
  const limit = createSignInLimit(() => nowMs);
  /** How many of some attempts in a row are let through; none of them succeeds. */
  const fail = (count: number, email: string, address = "10.0.0.1") =>
    Array.from({ length: count }, () => limit.take(email, address)).filter(Boolean).length;
  return { limit, fail, wait: (ms: number) => (nowMs += ms) };
}

test("eight failures from one place lock that place out, and nobody else", () => {
  const { limit, fail } = openLimit();
  expect(fail(9, "ann@example.org")).toBe(8);
  expect(limit.take("ann@example.org", "10.0.0.2")).toBe(true);
  expect(limit.take("bob@example.org", "10.0.0.1")).toBe(true);
});

test("attempts made at the same moment count before any of them is known to have failed", () => {
  const { limit } = openLimit();
  const started = Array.from({ length: 60 }, () => limit.take("ann@example.org", "10.0.0.1"));
  expect(started.filter(Boolean)).toHaveLength(8);
});

test("guessing one account from many places is limited too", () => {
  const { limit } = openLimit();
  for (let i = 0; i < 40; i += 1) expect(limit.take("ann@example.org", `10.0.1.${i}`)).toBe(true);
  expect(limit.take("ann@example.org", "10.0.2.1")).toBe(false);
  expect(limit.take("bob@example.org", "10.0.2.1")).toBe(true);
});

test("so is guessing many accounts", () => {
  const { limit } = openLimit();
  for (let i = 0; i < 300; i += 1) expect(limit.take(`user${i}@example.org`, `10.0.${i % 200}.1`)).toBe(true);
  expect(limit.take("bob@example.org", "10.9.9.9")).toBe(false);
});

test("a quarter of an hour later it is forgotten", () => {
  const { limit, fail, wait } = openLimit();
  fail(8, "ann@example.org");
  wait(15 * 60_000 - 1);
  expect(limit.take("ann@example.org", "10.0.0.1")).toBe(false);
  wait(1);
  expect(limit.take("ann@example.org", "10.0.0.1")).toBe(true);
});

test("the right password clears the count of its place", () => {
  const { limit, fail } = openLimit();
  fail(7, "ann@example.org");
  limit.take("ann@example.org", "10.0.0.1");
  limit.succeed("ann@example.org", "10.0.0.1");
  expect(fail(9, "ann@example.org")).toBe(8);
});

test("someone who signs in often uses nothing up", () => {
  const { limit } = openLimit();
  for (let i = 0; i < 1000; i += 1) {
    expect(limit.take("ann@example.org", "10.0.0.1")).toBe(true);
    limit.succeed("ann@example.org", "10.0.0.1");
  }
});
