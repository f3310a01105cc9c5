import { describe, expect, it } from "vitest";
import { listMethods, sideOf } from "#components/playground/methods.ts";
import { listChoices } from "#components/playground/model-choices.ts";
import type { PlaygroundModel } from "#components/playground/playground-data.ts";

function model(
  id: string,
  kind: PlaygroundModel["kind"],
  part: Partial<PlaygroundModel> = {},
): PlaygroundModel {
  const rest = { backbone: "tiny", classNames: ["a", "b"], inputSize: 96, bytes: 1, address: id };
  return { id, name: id, kind, ...rest, reliability: null, ...part };
}

describe("choices of models", () => {
  it("pairs a SCOUTER+ with the SCOUTER− that is most like it, and leaves the others alone", () => {
    const models = [
      model("fc", "fc"),
      model("far", "scouter-", { backbone: "resnet18", inputSize: 224 }),
      model("plus", "scouter+"),
      model("near", "scouter-"),
    ];
    expect(listChoices(models).map(({ id }) => id)).toEqual(["plus near", "fc", "far"]);
  });

  it("never pairs models of other classes, nor one SCOUTER− twice", () => {
    const models = [
      model("plus", "scouter+"),
      model("second", "scouter+"),
      model("minus", "scouter-"),
      model("other", "scouter-", { classNames: ["b", "a"] }),
    ];
    expect(listChoices(models).map(({ id }) => id)).toEqual(["plus minus", "second", "other"]);
  });
});

describe("methods of a choice", () => {
  const methodsOf = (...models: PlaygroundModel[]) => listMethods(listChoices(models)[0]);

  it("asks the SCOUTER− for the evidence against, and never Grad-CAM", () => {
    const [attention, , gradCam] = methodsOf(model("plus", "scouter+"), model("minus", "scouter-"));
    expect(attention.halves.map(({ kind, model }) => [kind, model.id])).toEqual([
      ["for", "plus"],
      ["against", "minus"],
    ]);
    expect(gradCam.halves.map(({ kind }) => kind)).toEqual(["for"]);
  });

  it("shows both signs of one CAM, asked for once", () => {
    const [cam] = methodsOf(model("fc", "fc"));
    expect(new Set(cam.halves.map(({ request }) => request.key)).size).toBe(1);
    const map = { height: 1, width: 3, data: [-2, 0, 5] };
    expect(cam.halves.map(({ values }) => sideOf(map, values)?.data)).toEqual([
      [0, 0, 5],
      [2, 0, 0],
    ]);
    expect(sideOf({ ...map, data: [1, 2, 3] }, "negative")).toBeNull();
  });

  it("offers no CAM where there are slots, and no evidence for from a lone SCOUTER−", () => {
    expect(methodsOf(model("plus", "scouter+")).map(({ id }) => id)).toEqual([
      "attention",
      "shares",
      "grad-cam",
    ]);
    const lone = methodsOf(model("minus", "scouter-"));
    expect(lone.flatMap(({ halves }) => halves.map(({ kind }) => kind))).toEqual(["against", "against"]);
  });
});
