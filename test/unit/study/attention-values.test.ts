import { expect, test } from "vitest";
import { attentionValues, canAsk } from "#lib/study/checks/attention-values.ts";
import { requireTemplate, TEMPLATES } from "#lib/study/templates/registry.ts";

test("an attention check asks for an end of a scale, a named point, an option or a class, and else for nothing", () => {
  expect(attentionValues(requireTemplate("plausibility-rating").response)).toEqual([1, 5]);
  expect(attentionValues(requireTemplate("hive-agreement").response)).toEqual([1, 2, 3, 4]);
  expect(attentionValues(requireTemplate("accept-reject").response)).toEqual([0, 1]);
  expect(attentionValues({ kind: "class" }, 3)).toEqual([0, 1, 2]);
  for (const { response } of TEMPLATES)
    expect(canAsk(response)).toBe(attentionValues(response, 2).length > 0);
  expect(TEMPLATES.filter(({ response }) => !canAsk(response)).map(({ id }) => id)).toEqual(
    expect.arrayContaining(["ranking", "best-worst", "region-brush", "pointing"]),
  );
});
