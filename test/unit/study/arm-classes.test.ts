import { expect, test } from "vitest";
import { explainers } from "#lib/explain/registry.ts";
import { armClasses } from "#lib/study/arm-classes.ts";

const of = (id: string, targetRule: string) => armClasses({ targetRule }, explainers.get(id)!);

test("an arm has maps of the classes its target rule says", () => {
  for (const rule of ["true", "predicted", "least-similar", "class:3"])
    expect(of("grad-cam", rule)).toBe("one");
  expect(armClasses({ targetRule: "given" }, null)).toBe("one");
  for (const id of ["grad-cam", "scouter+", "rise", "control-random"]) expect(of(id, "every")).toBe("every");
});

test("a control that draws the same whatever is asked has no maps to tell classes by", () => {
  const alike = [...explainers.keys()].filter((id) => of(id, "every") === "alike");
  expect(alike).toEqual(["control-gaussian", "control-edges", "control-region"]);
});
