import { beforeAll, describe, expect, it } from "vitest";
import { gradCam } from "#lib/explain/class-activation/grad-cam.ts";
import { ssCam } from "#lib/explain/class-activation/ss-cam.ts";
import { controlRandom } from "#lib/explain/controls/control-random.ts";
import { explainers } from "#lib/explain/registry.ts";
import { refuseModel, runExplainer } from "#lib/explain/run-explainer.ts";
import { scouterPlus } from "#lib/explain/scouter.ts";
import { softmax } from "#lib/explain/softmax.ts";
import { scoreMap } from "#lib/metrics/score-map.ts";
import { inspectOnnx } from "#lib/onnx/inspect-onnx.ts";
import type { OnnxChoices } from "#lib/onnx/onnx-choices.ts";
import { writeOnnxModel } from "#lib/onnx/write-onnx-model.ts";
import { writeModelFile } from "#lib/scouter/model-file.ts";
import { exportOnnx } from "#lib/scouter/onnx/export-model.ts";
import { openModel } from "#lib/scouter/open-model.ts";
import type { ImageBatch, ModelView } from "#lib/tensor/model-view.ts";
import { loadOnnxRuntime } from "#lib/tensor/onnx-runtime.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { edited, type OnnxWish, onnxClassifier } from "#test/support/onnx-models.ts";
import { randomImages, randomModel } from "#test/support/random-model.ts";

const runtime = await loadOnnxRuntime();
const source = { fileName: "net.onnx", sha256: "0".repeat(64) };
const SIZE = 32;

async function imported(file: Uint8Array, choices: OnnxChoices = {}): Promise<Uint8Array> {
  const wish = { normalise: "unit", ...choices };
  const { config } = await inspectOnnx({ runtime: runtime!, file, source, choices: wish });
  return writeOnnxModel(file, config!);
}

async function withModel<T>(file: Uint8Array, use: (model: ModelView) => Promise<T>): Promise<T> {
  const model = await openModel(file);
  try {
    return await use(model);
  } finally {
    await model.dispose();
  }
}

const forward = (file: Uint8Array, images: ImageBatch) => withModel(file, (model) => model.forward(images));
const forwardOf = async (wish: OnnxWish, images: ImageBatch, choices?: OnnxChoices) =>
  forward(await imported(onnxClassifier(wish), choices), images);

function expectClose(got: ArrayLike<number>, want: ArrayLike<number>, tolerance = 1e-5) {
  expect(got.length).toBe(want.length);
  const size = Math.max(...Array.from(want, Math.abs));
  const error = Math.max(...Array.from(want, (value, i) => Math.abs(value - got[i])));
  expect(error / size).toBeLessThan(tolerance);
}

/** Whole numbers from 0 to 255, so that a model that takes bytes loses nothing. */
function bytePictures(count: number): ImageBatch {
  const random = createRandom("bytes");
  const data = Float32Array.from({ length: count * SIZE * SIZE * 3 }, () => random.integer(256));
  return { data, count, height: SIZE, width: SIZE };
}

const swapColours = (images: ImageBatch): ImageBatch => ({
  ...images,
  data: images.data.map((_, i) => images.data[i - (i % 3) + (2 - (i % 3))]),
});

describe.skipIf(!runtime)("a model in an ONNX file", () => {
  const images = randomImages(5, SIZE);
  let plain: Awaited<ReturnType<typeof forward>>;
  beforeAll(async () => {
    plain = await forwardOf({}, images);
  });

  it.each<[string, OnnxWish, OnnxChoices?]>([
    ["channels last", { layout: "nhwc" }],
    ["one at a time", { batch: 1 }],
    ["four at a time, five of them", { batch: 4 }],
    ["a batch that is fixed in secret", { fixedReshape: 1 }],
    ["any size", { size: "side" }, { size: SIZE }],
    ["a softmax at its end", { end: "softmax" }],
  ])("gives the same logits and features in another form: %s", async (_name, wish, choices) => {
    const { logits, features } = await forwardOf(wish, images, choices);
    expectClose(logits, plain.logits);
    expectClose(features, plain.features);
  });

  it("gives logits whose softmax is what the file answers, when all it shows is probabilities", async () => {
    const { logits } = await forwardOf({ end: "composed-softmax" }, images);
    for (let image = 0; image < 5; image++) {
      const row = (values: Float32Array) => softmax(values.subarray(image * 4, (image + 1) * 4));
      expectClose(row(logits), row(plain.logits));
    }
  });

  it("tells two classes apart by one score z: their softmax is 1 - sigmoid(z), sigmoid(z)", async () => {
    const binary = await forwardOf({ end: "sigmoid", classes: 1 }, images);
    const single = await forwardOf({ end: "sigmoid", classes: 1, embedding: true }, images, {
      output: "scores",
    });
    expect(binary.logits).toEqual(single.logits);
    for (let image = 0; image < 5; image++) {
      const [a, b] = binary.logits.subarray(2 * image, 2 * image + 2);
      expect(a).toBeCloseTo(-b, 6);
      expect(softmax(Float32Array.of(a, b))[1]).toBeCloseTo(1 / (1 + Math.exp(-(b - a))), 6);
    }
  });

  it("takes blue first where that is said", async () => {
    expectClose((await forwardOf({}, swapColours(images), { channels: "bgr" })).logits, plain.logits);
  });

  it("takes bytes, and cuts off what is no byte", async () => {
    const bytes = bytePictures(3);
    const asFloats = await forwardOf({}, bytes, { normalise: "bytes" });
    expectClose((await forwardOf({ type: "uint8" }, bytes)).logits, asFloats.logits);
    const beyond = {
      ...bytes,
      data: bytes.data.map((value) => (value > 128 ? 300 : value < 20 ? -7 : value)),
    };
    const within = { ...bytes, data: beyond.data.map((value) => Math.min(255, Math.max(0, value))) };
    expect((await forwardOf({ type: "uint8" }, beyond)).logits).toEqual(
      (await forwardOf({ type: "uint8" }, within)).logits,
    );
  });

  it("takes the luminance where it knows one channel", async () => {
    const grey = { ...images, data: images.data.map((_, i) => images.data[i - (i % 3)]) };
    const tinted = { ...images, data: images.data.slice() };
    for (let i = 0; i < tinted.data.length; i += 3) {
      const luminance = grey.data[i];
      tinted.data.set([luminance + 0.587, luminance - 0.299, luminance], i);
    }
    const [a, b] = [await forwardOf({ channels: 1 }, grey), await forwardOf({ channels: 1 }, tinted)];
    expectClose(a.logits, b.logits, 1e-4);
  });

  it("gives the feature map that was chosen, channels last", async () => {
    const { features } = await forwardOf({}, images, { features: "stem.out" });
    const relu = await forwardOf({}, images, { features: "stem.relu" });
    expect(features.some((value) => value < 0)).toBe(true);
    expect(features.map((value) => Math.max(0, value))).toEqual(relu.features);
    // The global mean and the linear layer on top of the last one give the logits back.
    const means = Float32Array.from({ length: 5 * 8 }, (_, i) => {
      let sum = 0;
      for (let cell = 0; cell < 256; cell++)
        sum += plain.features[(Math.floor(i / 8) * 256 + cell) * 8 + (i % 8)];
      return sum / 256;
    });
    const random = createRandom("onnx classifier");
    const draw = (name: string, count: number) => {
      const own = random.fork(name);
      return Array.from({ length: count }, () => Math.fround(0.5 * own.normal()));
    };
    const [weight, bias] = [draw("fc.weight", 32), draw("fc.bias", 4)];
    const logits = Float32Array.from({ length: 20 }, (_, i) => {
      const [image, n] = [Math.floor(i / 4), i % 4];
      return (
        bias[n] +
        Array.from({ length: 8 }, (_, k) => weight[n * 8 + k] * means[image * 8 + k]).reduce((a, b) => a + b)
      );
    });
    expectClose(plain.logits, logits);
  });

  it("can be imported again, and again says the same", async () => {
    const once = await imported(onnxClassifier({ size: "side" }), {
      size: 48,
      normalise: "half",
      features: "stem.relu",
    });
    const { config, facts } = await inspectOnnx({ runtime: runtime!, file: once, source, choices: {} });
    expect(facts.normalisation).toEqual({ value: "half", because: "the file's own metadata say so" });
    expect(writeOnnxModel(once, config!)).toEqual(once);
  });

  it("refuses other engines, pictures of another size, and a file nobody has imported", async () => {
    const file = await imported(onnxClassifier());
    await expect(openModel(file, { forward: "wasm" })).rejects.toThrow(
      "runs on onnxruntime only, not on wasm",
    );
    await withModel(file, async (model) => {
      await expect(model.predict(randomImages(1, 48))).rejects.toThrow("32 x 32 pixels, not 48 x 48");
    });
    await expect(openModel(onnxClassifier())).rejects.toThrow("Import it first");
    await expect(
      openModel(edited(file, ({ graph }) => void Object.assign(graph.node[0], { domain: "evil" }))),
    ).rejects.toThrow("evil.Conv");
    await expect(openModel(edited(file, ({ graph }) => void graph.node.pop()))).rejects.toMatchObject({
      code: "invalid",
    });
  });

  it("refuses answers that are not numbers", async () => {
    const broken = await imported(onnxClassifier());
    const nan = edited(broken, ({ graph }) => {
      const bias = graph.initializer.find(({ name }) => name === "fc.bias")!;
      bias.rawData = new Uint8Array(new Float32Array([0, Number.NaN, 0, 0]).buffer);
    });
    await expect(forward(nan, images)).rejects.toThrow("NaN");
  });
});

describe.skipIf(!runtime)("methods on a model in an ONNX file", () => {
  const images = randomImages(2, SIZE);
  const request = { images, targets: [1, 3], random: createRandom("test") };

  it("work without gradients, and their maps are scored", async () => {
    await withModel(await imported(onnxClassifier()), async (model) => {
      const options = { samples: 2, channels: 4 };
      const maps = await runExplainer({ ...request, explainer: ssCam, model, options });
      expect(maps.map(({ height, width }) => [height, width])).toEqual([
        [16, 16],
        [16, 16],
      ]);
      expect(Math.max(...maps[0].data)).toBeGreaterThan(0);
      const scores = await scoreMap({
        map: maps[0],
        model,
        image: { ...images, count: 1, data: images.data.subarray(0, images.data.length / 2) },
        mask: null,
        box: null,
        target: 1,
      });
      const insertion = scores.find(({ metricId }) => metricId.startsWith("insertion"));
      expect(insertion?.value).toBeGreaterThanOrEqual(0);
    });
  });

  it("are refused where they need what it does not have, with the reason", async () => {
    await withModel(await imported(onnxClassifier()), async (model) => {
      await expect(runExplainer({ ...request, explainer: gradCam, model })).rejects.toThrow(
        "Grad-CAM needs gradients, which this model does not have: an ONNX file computes forward passes only",
      );
      await expect(runExplainer({ ...request, explainer: scouterPlus, model })).rejects.toThrow(
        "ONNX classifier has none",
      );
      expect(() => model.logitsFromImages(null as never)).toThrow("no gradients");
    });
    await withModel(await imported(onnxClassifier({ body: "flat" })), async (model) => {
      await expect(runExplainer({ ...request, explainer: ssCam, model })).rejects.toThrow(
        "needs a feature map",
      );
      const maps = await runExplainer({ ...request, explainer: controlRandom, model });
      expect(maps).toHaveLength(2);
    });
  });

  it("declare what they need: every one is refused or runs", async () => {
    await withModel(await imported(onnxClassifier({ body: "flat" })), async (model) => {
      const works = [...explainers.values()].filter((explainer) => {
        try {
          refuseModel(explainer, model);
          return true;
        } catch {
          return false;
        }
      });
      const { height, width } = images;
      const region = { data: new Uint8Array(height * width).fill(1), height, width };
      for (const explainer of works) {
        const run = runExplainer({ ...request, explainer, model, regions: [region, region] });
        await expect(run, explainer.id).resolves.toHaveLength(2);
      }
    });
  });
});

describe.skipIf(!runtime)("a model of this project, exported and imported", () => {
  it.each(["scouter+", "scouter-"] as const)("keeps its attention: %s", async (kind) => {
    const { config, arrays } = randomModel({
      backbone: "tiny",
      kind,
      size: SIZE,
      head: { hidden: 16, slotsPerClass: 2 },
    });
    const exported = exportOnnx(config, arrays);
    const found = await inspectOnnx({ runtime: runtime!, file: exported, source, choices: {} });
    expect(found.missing).toEqual([]);
    expect(found.config).toMatchObject({
      kind,
      classNames: config.classNames,
      normalisation: config.normalisation,
    });

    const images = randomImages(3, SIZE);
    const got = await forward(writeOnnxModel(exported, found.config!), images);
    const want = await forward(writeModelFile(config, arrays), images);
    for (const part of ["logits", "features", "attention", "attribution"] as const) {
      expectClose(got[part]!, want[part]!, 1e-5);
    }
  });

  it("is a plain classifier with a fully connected head, or without its maps", async () => {
    const fc = randomModel({ backbone: "tiny", kind: "fc", size: SIZE });
    const of = async (file: Uint8Array) =>
      (await inspectOnnx({ runtime: runtime!, file, source, choices: {} })).config;
    expect(await of(exportOnnx(fc.config, fc.arrays))).toMatchObject({ kind: "onnx", slots: null });
    const plus = randomModel({ backbone: "tiny", kind: "scouter+", size: SIZE });
    const bare = edited(exportOnnx(plus.config, plus.arrays), ({ graph }) => {
      graph.output = graph.output.slice(0, 2);
    });
    expect(await of(bare)).toMatchObject({ kind: "onnx", slots: null, classNames: plus.config.classNames });
  });
});
