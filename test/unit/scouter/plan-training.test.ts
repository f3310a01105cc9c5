import { describe, expect, it } from "vitest";
import { float32Entry, writeSafetensors } from "#lib/formats/weights/safetensors.ts";
import { initialise } from "#lib/scouter/initialise.ts";
import { type InitialModel, readInitialModel } from "#lib/scouter/training/initial-model.ts";
import { planTraining, TrainingWish } from "#lib/scouter/training/plan-training.ts";
import { setValues } from "#lib/scouter/training/set-values.ts";
import { FC_RECIPE, SLOT_HEAD_RECIPE } from "#lib/scouter/training/settings.ts";
import { createRandom } from "#lib/tensor/random.ts";

const CLASSES = ["cat", "dog", "fox"];
const plan = (
  wish: Partial<TrainingWish> & Pick<TrainingWish, "kind">,
  initial: InitialModel | null = null,
  classes = CLASSES,
) => planTraining(TrainingWish.parse(wish), classes, initial);
const baseline = (classes = CLASSES): InitialModel => {
  const { config } = plan({ kind: "fc", size: 32 }, null, classes);
  return { config, arrays: initialise(config, createRandom(1)) };
};

describe("planning a training", () => {
  it("takes the recipe that goes with the kind", () => {
    const fc = plan({ kind: "fc" });
    expect(fc.settings).toEqual(FC_RECIPE);
    expect(fc.config).toMatchObject({ backbone: "tiny", inputSize: 96, slotHead: null });
    const head = plan({ kind: "scouter-" }, baseline());
    expect(head.settings).toEqual(SLOT_HEAD_RECIPE);
    expect(head.config).toMatchObject({
      inputSize: 32,
      slotHead: { sign: -1, mode: "paper", queryLayers: 3, lambda: 10 },
    });
    const whole = plan({ kind: "scouter+" });
    expect(whole.settings.freeze).toBe("none");
  });

  it("takes over every tensor that fits, and the backbone whatever the classes", () => {
    const initial = baseline(["cat", "dog"]);
    const head = plan({ kind: "scouter+" }, initial);
    expect(
      Object.keys(head.initial).every(
        (name) => name.startsWith("backbone.") && !name.startsWith("backbone.fc"),
      ),
    ).toBe(true);
    expect(Object.keys(head.initial).length).toBe(Object.keys(initial.arrays).length - 2);
    const more = plan({ kind: "fc" }, initial);
    expect("backbone.fc.weight" in more.initial).toBe(false);
    const same = plan({ kind: "fc" }, baseline());
    expect("backbone.fc.weight" in same.initial).toBe(true);
  });

  it("lets single settings be changed, of the training and of the head", () => {
    const { config, settings } = plan(
      {
        kind: "scouter+",
        mode: "abs",
        lambda: 3,
        epochs: 2,
        set: ["optimiser.weightDecay=0.2", "head.slotsPerClass=3", "schedule.name=cosine"],
      },
      baseline(),
    );
    expect(config.slotHead).toMatchObject({ mode: "abs", lambda: 3, slotsPerClass: 3, queryLayers: 0 });
    expect(settings).toMatchObject({
      epochs: 2,
      optimiser: { name: "adamw", weightDecay: 0.2 },
      schedule: { name: "cosine" },
    });
  });

  it("normalises as the backbone's published weights expect", () => {
    expect(plan({ kind: "fc", backbone: "resnet18" }).config).toMatchObject({
      inputSize: 224,
      normalisation: { mean: [0.485, 0.456, 0.406] },
    });
  });

  it("warns of what failed in trials", () => {
    expect(plan({ kind: "scouter+", mode: "official" }, baseline()).notes).toHaveLength(2);
    expect(plan({ kind: "scouter+", ramp: false }, baseline()).notes[1]).toContain("collapsed");
    expect(plan({ kind: "scouter+" }, baseline()).notes).toEqual([
      expect.stringMatching(/^\d+ tensors are taken/),
    ]);
  });

  it.each([
    ["an unknown setting", { kind: "fc", set: ["learningrate=1"] }, "learningrate"],
    ["a value that cannot be", { kind: "fc", set: ["epochs=-1"] }, "epochs"],
    ["a setting of a head there is none of", { kind: "fc", set: ["head.mode=abs"] }, "no slot head"],
    [
      "a frozen backbone that has learnt nothing",
      { kind: "scouter+", freeze: "backbone" },
      "trained weights",
    ],
    ["an input too small for the backbone", { kind: "fc", backbone: "resnet18", size: 16 }, "at least 32"],
    ["something that is no assignment", { kind: "fc", set: ["epochs"] }, "name=value"],
    ["a stage that is not there", { kind: "fc", freeze: "layer7" }, "layer7"],
  ] as const)("refuses %s and names it", (_, wish, says) => {
    expect(() => plan(wish as never)).toThrow(says);
  });

  it("begins with a bare state_dict when told whose it is, whatever wraps its names", () => {
    const { arrays } = baseline();
    const bare = (prefix: string) =>
      writeSafetensors(
        Object.fromEntries(
          Object.entries(arrays).map(([name, { shape, data }]) => [
            name.replace(/^backbone\./, prefix),
            float32Entry(shape, data),
          ]),
        ),
      );
    for (const prefix of ["", "module.", "backbone."]) {
      const initial = readInitialModel(bare(prefix));
      expect(initial.config).toBeNull();
      const { initial: taken } = plan({ kind: "scouter+", backbone: "tiny", size: 32 }, initial);
      expect(taken["backbone.layer3.0.bn2.running_var"].data).toEqual(
        arrays["backbone.layer3.0.bn2.running_var"].data,
      );
      expect(() => plan({ kind: "scouter+" }, initial)).toThrow("name their backbone");
      expect(() => plan({ kind: "fc", backbone: "resnet18" }, initial)).toThrow("missing");
    }
  });

  it("refuses initial weights of another backbone", () => {
    expect(() => plan({ kind: "fc", backbone: "resnet18" }, baseline())).toThrow("backbone tiny");
  });
});

describe("setting values by path", () => {
  it("reads JSON where it is JSON, and leaves its input alone", () => {
    const before = { a: { b: 1 }, c: "x" };
    expect(setValues(before, ["a.b=2", "a.d=[1,2]", "c=text", "e.f=null"])).toEqual({
      a: { b: 2, d: [1, 2] },
      c: "text",
      e: { f: null },
    });
    expect(before).toEqual({ a: { b: 1 }, c: "x" });
  });

  it("changes no prototype", () => {
    for (const path of ["__proto__.polluted=1", "a.constructor.x=1", "=1", "a..b=1"])
      expect(() => setValues({}, [path])).toThrow("name=value");
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
