import { expect, it } from "vitest";
import { personLabel } from "#lib/services/rounds/person-label.ts";

it("names people by letters, as spreadsheets name columns", () => {
  expect([0, 1, 25, 26, 27, 51, 52, 701, 702].map(personLabel)).toEqual([
    "A",
    "B",
    "Z",
    "AA",
    "AB",
    "AZ",
    "BA",
    "ZZ",
    "AAA",
  ]);
});
