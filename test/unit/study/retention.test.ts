import { expect, it } from "vitest";
import { LANGUAGES } from "#lib/study/languages/languages.ts";
import { erasureDate } from "#lib/study/retention.ts";

it.each([
  ["2026-11-28T10:30:00.000Z", 12, "2027-11-28T10:30:00.000Z"],
  ["2026-01-31T23:59:59.999Z", 1, "2026-02-28T23:59:59.999Z"],
  ["2027-12-31T00:00:00.000Z", 2, "2028-02-29T00:00:00.000Z"],
  ["2024-02-29T12:00:00.000Z", 12, "2025-02-28T12:00:00.000Z"],
  ["2026-10-31T12:00:00.000Z", 120, "2036-10-31T12:00:00.000Z"],
])("closed at %s, %i months later is %s", (closed, months, date) => {
  expect(erasureDate(new Date(closed), months)?.toISOString()).toBe(date);
});

it("never comes for a study that is open, or has no date", () => {
  expect(erasureDate(null, 12)).toBeNull();
  expect(erasureDate(new Date(), null)).toBeNull();
});

it("is told in every language, with the number of months", () => {
  for (const { consent } of Object.values(LANGUAGES)) expect(consent.retention(18)).toContain("18");
  expect(LANGUAGES.en.consent.retention(1)).toMatch(/^One month after/);
});
