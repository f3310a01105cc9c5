import { expect, test } from "vitest";
import { roleCan } from "#lib/auth/can.ts";
import type { Role } from "#lib/db/generated/enums.ts";
import { openSections } from "../../../app/(research)/datasets/_dataset/sections.ts";

const READING = ["Images", "Classes", "Splits", "Duplicates", "Review", "Agreement", "Versions"];

test.each<[Role, string[]]>([
  ["curator", [...READING, "Import", "Export"]],
  ["viewer", [...READING, "Export"]],
  ["annotator", READING],
])("a data set shows a %s the pages they may open", (role, labels) => {
  expect(openSections((action) => roleCan(role, action)).map(({ label }) => label)).toEqual(labels);
});
