import { describe, expect, it } from "vitest";
import { TrainingWish } from "#lib/scouter/training/plan-training.ts";
import { openStepRate } from "../../../app/(research)/models/_training/step-rate.ts";
import { type FormValues, formValues } from "../../../app/(research)/models/trainings/new/form-values.ts";
import { readTrainingForm } from "../../../app/(research)/models/trainings/new/read-training-form.ts";

/** As a browser sends it: boxes that are not ticked are left out. */
function send({ ramp, ...texts }: FormValues): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(texts)) form.set(name, value);
  if (texts.kind !== "fc") form.set("hasSlots", "yes");
  if (texts.kind !== "fc" && ramp) form.set("ramp", "on");
  return form;
}

describe("the form of a training", () => {
  it("asks again for exactly what an earlier training was asked for", () => {
    for (const wish of [
      { kind: "fc" },
      { kind: "scouter-", lambda: 0, ramp: false, mode: "abs", seed: "seven" },
      { kind: "fc", epochs: 3, batch: 8, learningRate: 0.001, size: 64, patience: 2, keep: "best" },
      { kind: "scouter+", augment: "signs", freeze: "layer2", recipe: "paper", backbone: "resnet18" },
      { kind: "fc", set: ["optimiser.name=sgd", 'schedule={"name":"cosine"}'] },
    ]) {
      const parsed = TrainingWish.parse(wish);
      const { name, versionId, initialModelId, ...asked } = readTrainingForm(
        send(formValues({ name: " N ", versionId: "v" }, parsed)),
      );
      expect(TrainingWish.parse(asked)).toEqual(parsed);
      expect([name, versionId, initialModelId]).toEqual(["N", "v", null]);
    }
  });

  it("leaves out what is empty, and takes neither other names nor words for numbers as they come", () => {
    const asked = readTrainingForm(send(formValues({ epochs: " ", batch: "many", set: "\n a=1 \n\n" })));
    expect(asked).not.toHaveProperty("epochs");
    expect(asked).toMatchObject({ batch: Number.NaN, set: ["a=1"] });
    expect(formValues({}, { constructor: "x", workspaceId: "y" })).not.toHaveProperty("workspaceId");
  });
});

describe("the pace of a training", () => {
  it("counts from the first step on, over the last half minute, and anew after a step back", () => {
    const add = openStepRate();
    add(0, 0);
    expect(add(0, 60_000)).toEqual({ elapsedMs: 0, steps: 0 });
    expect(add(10, 65_000)).toEqual({ elapsedMs: 5_000, steps: 10 });
    expect(add(20, 95_000)).toEqual({ elapsedMs: 30_000, steps: 10 });
    expect(add(15, 96_000)).toEqual({ elapsedMs: 0, steps: 0 });
    expect(add(16, 97_000)).toEqual({ elapsedMs: 1_000, steps: 1 });
  });
});
