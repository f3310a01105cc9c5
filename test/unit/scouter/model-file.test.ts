import { describe, expect, it } from "vitest";
import { readSafetensors, writeSafetensors } from "#lib/formats/weights/safetensors.ts";
import { initialise } from "#lib/scouter/initialise.ts";
import { ModelConfig, SlotHeadConfig } from "#lib/scouter/model-config.ts";
import { readModelConfig, readModelFile, writeModelFile } from "#lib/scouter/model-file.ts";
import { parameterCount } from "#lib/scouter/parameters.ts";
import { createRandom } from "#lib/tensor/random.ts";

const classNames = Array.from({ length: 10 }, (_, i) => `class ${i}`);
const common = {
  format: 1,
  backbone: "tiny",
  classNames,
  inputSize: 96,
  normalisation: { mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] },
} as const;
const fc = ModelConfig.parse({ ...common, kind: "fc", slotHead: null });
const plus = ModelConfig.parse({ ...common, kind: "scouter+", slotHead: SlotHeadConfig.parse({ sign: 1 }) });
const write = (config: ModelConfig) => writeModelFile(config, initialise(config, createRandom(1)));

describe("a weights file", () => {
  it("stands alone: configuration and numbers come back", () => {
    const file = write(plus);
    const { config, arrays } = readModelFile(file);
    expect(config).toEqual(plus);
    expect(readModelConfig(file)).toEqual(plus);
    const fresh = initialise(plus, createRandom(1));
    expect(Object.keys(arrays).sort()).toEqual(Object.keys(fresh).sort());
    for (const [name, { data }] of Object.entries(arrays)) expect(data).toEqual(fresh[name].data);
  });

  it("has the published number of parameters", () => {
    expect(parameterCount(fc)).toBe(304_154);
    expect(parameterCount(plus)).toBe(302_864 + 58_816);
    const sharp = { ...plus, slotHead: SlotHeadConfig.parse({ sign: 1, mode: "abs", queryLayers: 0 }) };
    expect(parameterCount(sharp)).toBe(302_864 + 46_336);
  });

  // SCOUTER article, table of parameters; the authors' code counts a query layer that it never applies.
  it("has the paper's number of parameters on its backbone", () => {
    const slotHead = SlotHeadConfig.parse({ sign: 1, mode: "official", queryLayers: 0 });
    const names = (n: number) => Array.from({ length: n }, (_, i) => `class ${i}`);
    const paper = { ...plus, backbone: "resnest26d", slotHead } as const;
    expect(parameterCount({ ...paper, classNames: names(100) })).toBe(15_199_584);
    expect(parameterCount({ ...paper, classNames: names(2) })).toBe(15_193_312);
    const baseline = { ...fc, backbone: "resnest26d", classNames: names(100) } as const;
    expect(parameterCount(baseline)).toBe(15_225_348);
  });

  it("has the names of a PyTorch state_dict", () => {
    const names = Object.keys(readSafetensors(write(plus)).tensors);
    for (const name of [
      "backbone.conv1.weight",
      "backbone.layer2.0.downsample.1.running_var",
      "conv1x1.bias",
      "slot.initial_slots",
      "slot.to_k.4.weight",
      "slot.gru.bias_hh_l0",
    ]) {
      expect(names).toContain(name);
    }
  });

  it("is refused with a reason when something is wrong with it", () => {
    const { tensors, metadata } = readSafetensors(write(fc));
    const changed = (change: (all: typeof tensors) => void, meta = metadata) => {
      const copy = { ...tensors };
      change(copy);
      return () => readModelFile(writeSafetensors(copy, meta));
    };
    const nothing = () => {};
    expect(changed(nothing)).not.toThrow();
    expect(changed(nothing, {})).toThrow("not written by Whynot");
    expect(changed(nothing, { whynot: "{" })).toThrow("not JSON");
    expect(changed(nothing, { whynot: JSON.stringify({ ...fc, inputSize: -1 }) })).toThrow("inputSize");
    expect(changed((all) => delete all["backbone.fc.bias"])).toThrow("1 missing: backbone.fc.bias");
    expect(changed((all) => Object.assign(all["backbone.fc.bias"], { shape: [2, 5] }))).toThrow("[2,5]");
    Object.assign(tensors["backbone.fc.bias"], { shape: [10] });
    const nan = new Uint8Array(Float32Array.of(...Array(9).fill(0), Number.NaN).buffer);
    expect(changed((all) => Object.assign(all["backbone.fc.bias"], { bytes: nan }))).toThrow("not finite");
  });
});

it("ties the sign and the head to the kind", () => {
  const parse = (value: unknown) => () => ModelConfig.parse(value);
  expect(parse({ ...plus, kind: "scouter-" })).toThrow("sign");
  expect(parse({ ...plus, kind: "fc" })).toThrow("slot head");
  expect(parse({ ...fc, kind: "scouter+" })).toThrow("slot head");
});

describe("fresh weights", () => {
  it("depend on the seed and the tensor's name alone: a head does not change the backbone", () => {
    const name = "backbone.layer1.0.conv1.weight";
    const [a, b] = [fc, plus].map((config) => initialise(config, createRandom(3))[name].data);
    expect(a).toEqual(b);
    expect(initialise(fc, createRandom(4))[name].data).not.toEqual(a);
  });

  it("follow the laws PyTorch uses", () => {
    const arrays = initialise(plus, createRandom(5));
    const variance = (data: Float32Array) => data.reduce((sum, v) => sum + v * v, 0) / data.length;
    const kernel = arrays["backbone.layer3.0.conv2.weight"];
    expect(variance(kernel.data) / (2 / (128 * 9))).toBeCloseTo(1, 1);
    const weight = arrays["slot.gru.weight_ih_l0"].data;
    expect(Math.max(...weight.map(Math.abs))).toBeLessThanOrEqual(1 / 8);
    expect(variance(weight) / (1 / 64 / 3)).toBeCloseTo(1, 1);
    expect(Math.max(...arrays["conv1x1.bias"].data.map(Math.abs))).toBeLessThanOrEqual(1 / Math.sqrt(128));
    expect([...new Set(arrays["backbone.bn1.weight"].data)]).toEqual([1]);
    expect([...new Set(arrays["backbone.bn1.running_mean"].data)]).toEqual([0]);
  });
});
