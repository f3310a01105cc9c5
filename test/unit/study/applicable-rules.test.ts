import { expect, test } from "vitest";
import { applicableRules } from "#lib/study/exclusions/applicable-rules.ts";
import { DEFAULT_EXCLUSIONS } from "#lib/study/exclusions/exclusion-rules.ts";
import { TEMPLATES } from "#lib/study/templates/registry.ts";

test("that all answers are alike is no sign of carelessness where they are marks or decisions", () => {
  const without = TEMPLATES.filter(
    (template) => !("straight-lining" in applicableRules(DEFAULT_EXCLUSIONS, template)),
  );
  expect(without.map(({ id }) => id)).toEqual(["accept-reject", "region-brush", "pointing"]);
  for (const template of TEMPLATES)
    expect(applicableRules(DEFAULT_EXCLUSIONS, template)).toMatchObject({
      "too-fast": DEFAULT_EXCLUSIONS["too-fast"],
      incomplete: DEFAULT_EXCLUSIONS.incomplete,
    });
});
