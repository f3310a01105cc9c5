import * as tf from "@tensorflow/tfjs-core";
import { afterEach, expect, it } from "vitest";
import { initialise } from "#lib/scouter/initialise.ts";
import { ModelConfig, SlotHeadConfig } from "#lib/scouter/model-config.ts";
import { writeModelFile } from "#lib/scouter/model-file.ts";
import { openModel } from "#lib/scouter/open-model.ts";
import type { ForwardEngine, GradientEngine } from "#lib/tensor/engine-names.ts";
import { guardMemory } from "#lib/tensor/memory-guard.ts";
import type { ImageBatch, ModelView } from "#lib/tensor/model-view.ts";
import { loadOnnxRuntime } from "#lib/tensor/onnx-runtime.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { readTensors } from "#lib/tensor/read-tensors.ts";
import { describeOnEngines, isSlow } from "#test/support/engines.ts";

const SIZE = 48;

function makeWeights(kind: ModelConfig["kind"], head: Partial<SlotHeadConfig> = {}): Uint8Array {
  const config = ModelConfig.parse({
    format: 1,
    kind,
    backbone: "tiny",
    classNames: ["fox", "lion", "koala"],
    inputSize: SIZE,
    normalisation: { mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] },
    slotHead: kind === "fc" ? null : SlotHeadConfig.parse({ sign: kind === "scouter+" ? 1 : -1, ...head }),
  });
  const random = createRandom(`${kind} weights`);
  const arrays = initialise(config, random);
  // Statistics as training leaves them: not 0 and 1, so that a wrong folding shows.
  for (const [name, { data }] of Object.entries(arrays)) {
    if (!name.includes("running")) continue;
    for (let i = 0; i < data.length; i++)
      data[i] = name.endsWith("var") ? 0.5 + random.uniform() : 0.2 * random.normal();
  }
  return writeModelFile(config, arrays);
}

function makeImages(count: number): ImageBatch {
  const random = createRandom("images");
  const data = Float32Array.from({ length: count * SIZE * SIZE * 3 }, random.normal);
  return { data, count, height: SIZE, width: SIZE };
}

const size = (values: Float32Array) => values.reduce((largest, v) => Math.max(largest, Math.abs(v)), 0);

function expectClose(got: Float32Array | null, want: Float32Array | null) {
  if (!got || !want) throw new Error("a result is missing");
  expect(got.length).toBe(want.length);
  const error = want.reduce((largest, v, i) => Math.max(largest, Math.abs(v - got[i])), 0);
  expect(error).toBeLessThanOrEqual(1e-4 * size(want) + 1e-6);
}

const opened: ModelView[] = [];
async function open(weights: Uint8Array, forward: ForwardEngine, gradient: GradientEngine = "wasm") {
  const model = await openModel(weights, { forward, gradient });
  opened.push(model);
  return model;
}
afterEach(async () => {
  for (const model of opened.splice(0)) await model.dispose();
});

const kinds: [string, ModelConfig["kind"], Partial<SlotHeadConfig>][] = [
  ["fc", "fc", {}],
  ["paper +", "scouter+", {}],
  ["paper -, two slots a class, no scale", "scouter-", { slotsPerClass: 2, scale: "none", divisor: "one" }],
  ["official", "scouter+", { mode: "official", queryLayers: 0, keyLayers: 1 }],
  ["abs", "scouter-", { mode: "abs", queryLayers: 0, iterations: 2 }],
];

describeOnEngines("a model", (engine) => {
  const tried = isSlow(engine) ? kinds.slice(0, 2) : kinds;

  it.each(tried)("%s gives the numbers of onnxruntime, to 1e-4 of their size", async (_name, kind, head) => {
    // Where the package is missing, every engine is compared with wasm instead.
    const reference = (await loadOnnxRuntime()) ? "onnx" : "wasm";
    const weights = makeWeights(kind, head);
    // More than fit one pass.
    const images = makeImages(isSlow(engine) ? 2 : 66);
    const given = await open(weights, reference);
    const [a, first] = [await given.forward(images), await given.predict(images)];
    const model = await open(weights, engine, engine);
    const b = await model.forward(images);
    expectClose(b.logits, a.logits);
    expectClose(b.features, a.features);
    expect(a.attention === null).toBe(kind === "fc");
    if (kind !== "fc") {
      expectClose(b.attention, a.attention);
      expectClose(b.attribution, a.attribution);
    }
    expectClose(first, a.logits);
    expectClose(await model.predict(images), b.logits);
  });

  it.each(tried)(
    "%s has differentiable layers that agree with its forward pass",
    async (_name, kind, head) => {
      const model = await open(makeWeights(kind, head), engine, engine);
      const images = makeImages(2);
      const { logits, features } = await model.forward(images);
      const { fromFeatures, fromImages, gradient } = await guardMemory(() =>
        readTensors(() => {
          const { height, width, channels } = model.featureShape;
          const pixels = tf.tensor4d(images.data, [2, SIZE, SIZE, 3]);
          return {
            fromFeatures: model.logitsFromFeatures(tf.tensor4d(features, [2, height, width, channels])),
            fromImages: model.logitsFromImages(pixels),
            gradient: tf.grad((x) => tf.sum(model.logitsFromImages(x)))(pixels),
          };
        }),
      );
      expectClose(fromFeatures, logits);
      expectClose(fromImages, logits);
      expect(size(gradient)).toBeGreaterThan(0);
    },
  );
});

it("explains logits exactly: the attribution's cells sum to the logit", async () => {
  const model = await open(makeWeights("scouter-"), "wasm");
  const { logits, attribution } = await model.forward(makeImages(3));
  const cells = model.featureShape.height * model.featureShape.width;
  const sums = Float32Array.from(logits, (_, i) =>
    (attribution as Float32Array).subarray(i * cells, (i + 1) * cells).reduce((a, b) => a + b, 0),
  );
  expectClose(sums, logits);
  expect(Math.max(...logits)).toBeLessThan(0);
});

it("leaves no tensor behind, opened and closed", async () => {
  const weights = makeWeights("scouter+");
  await guardMemory(async () => {
    const model = await openModel(weights, { gradient: "wasm" });
    await model.predict(makeImages(3));
    await model.forward(makeImages(3));
    await model.dispose();
  });
});

it("refuses pictures of another size", async () => {
  const model = await open(makeWeights("fc"), "wasm");
  await expect(model.predict({ ...makeImages(1), height: 24 })).rejects.toThrow("48 x 48");
});
