import { expect, test } from "vitest";
import { NO_CHECKS } from "#lib/study/checks/rater-checks.ts";
import { applicableRules } from "#lib/study/exclusions/applicable-rules.ts";
import { DEFAULT_EXCLUSIONS } from "#lib/study/exclusions/exclusion-rules.ts";
import { TEMPLATES } from "#lib/study/templates/registry.ts";

test("that all answers are alike is no sign of carelessness where they are marks or decisions", () => {
  const without = TEMPLATES.filter(
    (template) => !("straight-lining" in applicableRules(DEFAULT_EXCLUSIONS, template, NO_CHECKS)),
  );
  expect(without.map(({ id }) => id)).toEqual(["accept-reject", "region-brush", "pointing"]);
  for (const template of TEMPLATES)
    expect(applicableRules(DEFAULT_EXCLUSIONS, template, NO_CHECKS)).toMatchObject({
      "too-fast": DEFAULT_EXCLUSIONS["too-fast"],
      incomplete: DEFAULT_EXCLUSIONS.incomplete,
    });
});

test("rules about checks need the checks, and no more failures than there are checks", () => {
  const [template] = TEMPLATES;
  expect(applicableRules(DEFAULT_EXCLUSIONS, template, NO_CHECKS)).not.toHaveProperty("failed-attention");
  expect(applicableRules(DEFAULT_EXCLUSIONS, template, NO_CHECKS)).not.toHaveProperty("inconsistent");
  expect(
    applicableRules(DEFAULT_EXCLUSIONS, template, { ...NO_CHECKS, attention: 1, repeats: 4 }),
  ).toMatchObject({ "failed-attention": { failures: 1 }, inconsistent: { share: 0.5 } });
});
