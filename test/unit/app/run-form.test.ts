import { describe, expect, it } from "vitest";
import { AppError } from "#lib/errors.ts";
import { describeOptions } from "#lib/explain/describe-options.ts";
import { findExplainer } from "#lib/explain/registry.ts";
import type { MethodChoice } from "#lib/services/explanations/list-run-choices.ts";
import { basisInWords, passesInWords } from "../../../app/(research)/explanations/_run/cost-words.ts";
import { explainRefusal } from "../../../app/(research)/explanations/new/explain-refusal.ts";
import {
  armWish,
  type FormArm,
  labelOf,
  newArm,
} from "../../../app/(research)/explanations/new/form-arms.ts";

function methodOf(id: string): MethodChoice {
  const { name, group, explains, formula, options, random } = findExplainer(id);
  const models = ["m1", "m2"].map((model) => ({ id: model, name: `Model ${model}` }));
  return {
    id,
    name,
    group,
    explains,
    formula,
    options: describeOptions(options),
    isRandom: random === true,
    models,
    refused: [],
  };
}

const ssCam = methodOf("ss-cam");
const classNames = ["cat", "dog"];
const label = (arm: FormArm, arms = [arm], method = ssCam) => labelOf(arm, method, { arms, classNames });

describe("an arm in the form", () => {
  it("begins as published, on the first model; evidence against is asked of the least similar class", () => {
    expect(armWish(newArm(ssCam, "k"), ssCam, "L")).toEqual({
      label: "L",
      explainerId: "ss-cam",
      modelId: "m1",
      targetRule: "true",
      options: {},
      seed: null,
    });
    expect(newArm(methodOf("scouter-"), "k").rule).toBe("least-similar");
  });

  it("is called by all that sets it apart", () => {
    const plain = newArm(ssCam, "k");
    const changed = { ...plain, options: { variant: "c", samples: "10" }, seed: "3" };
    expect(label(plain)).toBe("SS-CAM");
    expect(label(changed)).toBe("SS-CAM, variant c, samples 10, seed 3");
    expect(label({ ...plain, rule: "class:1" })).toBe("SS-CAM, dog");
    expect(label({ ...plain, rule: "every" })).toBe("SS-CAM, every class");
    expect(label({ ...plain, rule: "most-similar" })).toBe("SS-CAM, most similar");
    const other = { ...plain, modelId: "m2" };
    expect([plain, other].map((arm) => label(arm, [plain, other]))).toEqual([
      "SS-CAM, on Model m1",
      "SS-CAM, on Model m2",
    ]);
    expect(label({ ...changed, label: " Ours " })).toBe("Ours");
    expect(label({ ...plain, options: { variant: "x".repeat(90) } })).toHaveLength(80);
  });

  it("sends a seed only of a method that draws", () => {
    const edges = methodOf("control-edges");
    expect(armWish({ ...newArm(edges, "k"), seed: "3" }, edges, "E").seed).toBeNull();
    expect(armWish({ ...newArm(ssCam, "k"), seed: "3" }, ssCam, "S").seed).toBe(3);
  });
});

describe("a refusal", () => {
  const arms = [armWish(newArm(ssCam, "a"), ssCam, "A"), armWish(newArm(ssCam, "b"), ssCam, "B")];
  const refused = (details: Record<string, unknown>) =>
    explainRefusal(new AppError("invalid", "No.", details), arms).fields;

  it("is shown at the field it is about", () => {
    const issues = [{ option: "samples", message: "Too few" }];
    expect(refused({ arm: "B", issues })).toEqual({ "arms.1.options.samples": "Too few" });
    expect(refused({ arm: "A", field: "targetRule" })).toEqual({ "arms.0.targetRule": "No." });
    expect(refused({ confirmedCost: 5 })).toEqual({ confirmedCost: "No." });
    expect(refused({ arm: "unknown", field: "label" })).toEqual({});
    expect(() => explainRefusal(new TypeError("a fault"), arms)).toThrow("a fault");
  });
});

describe("cost in words", () => {
  it("says what kind of passes", () => {
    const words = (forwards: number, backwards = 0, heads = 0) =>
      passesInWords({ forwards, backwards, heads });
    expect(words(0)).toBe("no passes");
    expect(words(1)).toBe("1 pass");
    expect(words(4481)).toBe("4,481 passes");
    expect(words(50, 50)).toBe("50 forward and 50 backward passes");
    expect(words(1, 0, 100)).toBe("1 pass, 100 of the head");
  });

  it("says what a time rests on", () => {
    expect(basisInWords(null)).toBe("not measured yet");
    expect(basisInWords({ kind: "maps", maps: 1 })).toBe("measured on 1 map");
    expect(basisInWords({ kind: "other-options", maps: 240 })).toBe("from 240 maps with other settings");
    expect(basisInWords({ kind: "passes", forwardMs: 2.71, backwardMs: null })).toBe(
      "from 2.7 ms a forward pass",
    );
    expect(basisInWords({ kind: "passes", forwardMs: 2.71, backwardMs: 130.2 })).toBe(
      "from 2.7 ms a forward and 130 ms a backward pass",
    );
  });
});
