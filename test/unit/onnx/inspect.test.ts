import { describe, expect, it } from "vitest";
import type { OnnxFacts } from "#lib/onnx/inspect-onnx.ts";
import { type Inspection, inspectOnnx } from "#lib/onnx/inspect-onnx.ts";
import type { OnnxChoices } from "#lib/onnx/onnx-choices.ts";
import { loadOnnxRuntime } from "#lib/tensor/onnx-runtime.ts";
import { edited, type OnnxWish, onnxClassifier } from "#test/support/onnx-models.ts";

const runtime = await loadOnnxRuntime();
const source = { fileName: "net.onnx", sha256: "0".repeat(64) };

function inspect(file: Uint8Array | OnnxWish, choices: OnnxChoices = {}): Promise<Inspection> {
  const bytes = file instanceof Uint8Array ? file : onnxClassifier(file);
  return inspectOnnx({ runtime: runtime!, file: bytes, source, choices });
}
const factsOf = async (...args: Parameters<typeof inspect>): Promise<OnnxFacts> =>
  (await inspect(...args)).facts;

describe.skipIf(!runtime)("what is found in a file", () => {
  it("an ordinary one", async () => {
    const { facts, config, missing } = await inspect({});
    expect(facts).toMatchObject({
      producer: "whynot 0",
      opset: 17,
      parameterCount: 8 * 3 * 9 + 8 * 8 * 9 + 4 * 8,
      input: { name: "pixels", layout: "nchw", channels: "rgb", type: "float32", batch: null, size: 32 },
      output: { name: "scores", classes: 4, logits: { name: "scores", transform: "none", binary: false } },
      chosenFeatures: "block.relu",
      normalisation: null,
    });
    expect([config, missing]).toEqual([null, ["normalisation"]]);
  });

  it("feature maps: what everything passes through, and nothing inside a residual block", async () => {
    const { features } = await factsOf({});
    expect(features.map(({ name }) => name)).toEqual(["stem.out", "stem.relu", "block.add", "block.relu"]);
    expect(features.at(-1)).toEqual({
      name: "block.relu",
      operation: "Relu",
      layout: "nchw",
      skip: 0,
      height: 16,
      width: 16,
      channels: 8,
    });
  });

  it.each<[string, OnnxWish, object]>([
    ["channels last", { layout: "nhwc" }, { layout: "nhwc", channels: "rgb" }],
    ["bytes", { type: "uint8" }, { type: "uint8" }],
    ["grey", { channels: 1 }, { channels: "grey" }],
    ["a fixed batch", { batch: 4 }, { batch: 4 }],
    ["any size", { size: "side" }, { size: 224, sizeIsFixed: false }],
    ["nothing declared at all", { size: "side", channels: "c" }, { layout: "nchw", channels: "rgb" }],
    ["nothing declared, channels last", { size: "s", channels: "c", layout: "nhwc" }, { layout: "nhwc" }],
    ["a batch that is fixed in secret", { fixedReshape: 1 }, { batch: 1 }],
  ])("pictures: %s", async (_name, wish, input) => {
    expect((await factsOf(wish)).input).toMatchObject(input);
  });

  it.each<[string, OnnxWish, object]>([
    ["a softmax", { end: "softmax" }, { logits: { transform: "none" }, activation: "softmax" }],
    ["a softmax in pieces", { end: "composed-softmax" }, { logits: { name: "scores", transform: "log" } }],
    ["a sigmoid a class", { end: "sigmoid" }, { logits: { transform: "none" }, activation: "sigmoid" }],
    ["one sigmoid", { end: "sigmoid", classes: 1 }, { classes: 2, logits: { binary: true } }],
    ["an embedding first", { embedding: true }, { name: "embedding", others: ["scores"] }],
  ])("scores: %s", async (_name, wish, output) => {
    expect((await factsOf(wish)).output).toMatchObject(output);
  });

  it("no feature map where there is none, and says so", async () => {
    const { config, facts } = await inspect({ body: "flat" }, { normalise: "unit" });
    expect([facts.features, facts.chosenFeatures, config?.features]).toEqual([[], null, null]);
    expect(facts.notes.join()).toContain("feature map cannot be used");
  });

  it.each<[string, OnnxWish, string | undefined, string?]>([
    ["0 to 1 less a mean", { prepare: { by: 1, mean: [0.485, 0.456, 0.406] } }, "unit"],
    ["0 to 255 divided", { prepare: { by: 255, mean: [0, 0, 0] } }, "bytes"],
    ["0 to 255 less a mean", { prepare: { by: 1, mean: [123.7, 116.8, 103.9] } }, "bytes", "rgb"],
    ["blue first", { prepare: { by: 1, mean: [103.9, 116.8, 123.7] } }, "bytes", "bgr"],
    ["channels last", { layout: "nhwc", prepare: { by: 127.5, mean: [1, 1, 1] } }, "bytes"],
    ["a shift that says nothing", { prepare: { by: 1, mean: [7, 7, 7] } }, undefined],
    ["bytes", { type: "uint8" }, "bytes"],
    [
      "metadata",
      { metadata: { "Image.NominalPixelRange": "Normalized_1_1", "Image.BitmapPixelFormat": "Bgr8" } },
      "signed",
      "bgr",
    ],
    ["Ultralytics", { metadata: { author: "Ultralytics", task: "classify" } }, "unit"],
  ])("normalisation: %s", async (_name, wish, value, channels = "rgb") => {
    const facts = await factsOf(wish);
    expect(facts.normalisation?.value).toBe(value);
    if (value) expect(facts.input.channels).toBe(channels);
  });

  it.each<[string, Record<string, string>, string]>([
    ["JSON", { classes: '["fox","lion","koala","owl"]' }, "fox"],
    ["numbered JSON", { names: '{"1":"lion","0":"fox","2":"koala","3":"owl"}' }, "fox"],
    ["as Python prints it", { names: "{0: 'fox', 1: \"lion's\", 2: 'koala', 3: 'owl'}" }, "fox"],
    ["too few", { names: "['fox', 'lion']" }, "class_0"],
    ["not names", { names: "{0: 1}" }, "class_0"],
    ["a hole", { names: '{"0":"a","1":"b","2":"c","7":"d"}' }, "class_0"],
  ])("class names: %s", async (_name, metadata, first) => {
    const { classNames } = await factsOf({ metadata });
    expect(classNames.first).toHaveLength(4);
    expect(classNames.first[0]).toBe(first);
  });
});

describe.skipIf(!runtime)("what a person says", () => {
  it("counts more than what was found", async () => {
    const classNames = ["fox", "lion", "koala", "owl"];
    const choices = { normalise: "caffe", size: 64, features: "stem.relu", classNames };
    const { config } = await inspect({ size: "side" }, choices);
    expect(config).toMatchObject({
      inputSize: 64,
      classNames,
      input: { channels: "bgr" },
      features: { name: "stem.relu", height: 32, channels: 8 },
      normalisation: { mean: [123.68 / 255, 116.779 / 255, 103.939 / 255], std: [1 / 255, 1 / 255, 1 / 255] },
      source: { ...source, parameterCount: 824 },
    });
    expect(
      (await inspect({}, { ...choices, size: undefined, features: "none" })).config?.features,
    ).toBeNull();
    expect((await factsOf({ embedding: true }, { output: "scores" })).output.name).toBe("scores");
  });

  it.each<[string, OnnxWish, OnnxChoices, string]>([
    ["another size", {}, { size: 64 }, "32 x 32 pixels and no others"],
    ["another layout", {}, { layout: "nhwc" }, "have 32 channels"],
    ["an output", {}, { output: "answer" }, 'no output "answer": it has "scores"'],
    ["a feature map", {}, { features: "block.out" }, 'one of "stem.out"'],
    ["the number of names", {}, { classNames: ["a", "b"] }, "2 class names, and this classifier has 4"],
    ["a normalisation", {}, { normalise: "torch" }, "imagenet, unit, signed"],
    ["a deviation of 0", {}, { normalise: "0.5/0" }, "no normalisation"],
  ])("is refused where it does not fit: %s", async (_name, wish, choices, says) => {
    await expect(inspect(wish, choices)).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining(says),
    });
  });

  it("takes numbers as a normalisation", async () => {
    const { config } = await inspect({}, { normalise: "0.5/0.1,0.2,0.3" });
    expect(config?.normalisation).toEqual({ mean: [0.5, 0.5, 0.5], std: [0.1, 0.2, 0.3] });
  });
});

describe.skipIf(!runtime)("a file that cannot work is refused with the reason", () => {
  const plain = onnxClassifier();
  const refused = (name: string, file: Uint8Array, says: string) => [name, file, says] as const;
  it.each([
    refused("rubbish", Uint8Array.from([8, 8, 1, 2, 3]), "not a usable ONNX file"),
    refused("cut off", plain.slice(0, -40), "cut off"),
    refused(
      "numbers in another file",
      edited(plain, ({ graph }) => {
        graph.initializer[0].externalData = [{ key: "location", value: "../../etc/passwd" }];
        graph.initializer[0].dataLocation = 1;
      }),
      "in another file",
    ),
    refused(
      "numbers of a Constant in another file",
      edited(plain, ({ graph }) => {
        const t = {
          ...graph.initializer[0],
          name: "",
          rawData: new Uint8Array(0),
          externalData: [{ key: "location", value: "x" }],
        };
        graph.node.unshift({
          input: [],
          output: ["k"],
          name: "",
          opType: "Constant",
          domain: "",
          attribute: [{ ...graph.node[0].attribute[0], name: "value", ints: [], t, type: 4 }],
        });
      }),
      "in another file",
    ),
    refused(
      "an operation of its own",
      edited(plain, ({ graph }) => {
        graph.node[1] = { ...graph.node[1], opType: "DeformConv9", domain: "mmcv" };
      }),
      '"mmcv.DeformConv9"',
    ),
    refused(
      "an operation nobody knows",
      edited(plain, ({ graph }) => {
        graph.node[1] = { ...graph.node[1], opType: "Swirl" };
      }),
      "Swirl",
    ),
    refused(
      "a loop",
      edited(plain, ({ graph }) => {
        graph.node.push({ ...graph.node[1], opType: "Loop", input: [], output: ["z"] });
      }),
      "repeats parts of itself",
    ),
    refused(
      "a circle",
      edited(plain, ({ graph }) => {
        graph.node[0].input[0] = "block.relu";
      }),
      "runs in a circle",
    ),
    refused(
      "a value made twice",
      edited(plain, ({ graph }) => {
        graph.node[1].output = [...graph.node[0].output];
      }),
      "made twice",
    ),
    refused(
      "an impossible shape",
      edited(plain, ({ graph }) => {
        graph.initializer[0].dims = [2 ** 40, 2 ** 40];
      }),
      "impossible shape",
    ),
    refused(
      "a negative shape",
      edited(plain, ({ graph }) => {
        graph.initializer[0].dims = [-8, 3, 3, 3];
      }),
      "impossible shape",
    ),
    refused(
      "weights that are not there",
      edited(plain, ({ graph }) => {
        graph.initializer[0].rawData = new Uint8Array(4);
      }),
      "raw_data size",
    ),
    refused(
      "two inputs",
      edited(plain, ({ graph }) => {
        graph.input.push({ ...graph.input[0], name: "mask" });
      }),
      'takes 2 inputs ("pixels", "mask")',
    ),
    refused(
      "float16",
      edited(plain, ({ graph }) => {
        graph.input[0].type!.tensorType!.elemType = 10;
      }),
      "float16",
    ),
    refused(
      "integers",
      edited(plain, ({ graph }) => {
        graph.input[0].type!.tensorType!.elemType = 7;
      }),
      "neither float32 nor uint8",
    ),
    refused(
      "no batch",
      edited(plain, ({ graph }) => {
        graph.input[0].type!.tensorType!.shape!.dim.shift();
      }),
      "has 3 axes",
    ),
    refused("four channels", onnxClassifier({ channels: 4 }), "4 channels"),
    refused("not square", onnxClassifier({ size: [32, 48] }), "48 x 32 pixels"),
    refused("too many classes", onnxClassifier({ classes: 2001 }), "2001 classes"),
    refused("one number", onnxClassifier({ classes: 1 }), "no classifier"),
    refused(
      "a picture as output",
      edited(plain, ({ graph }) => {
        graph.output = [{ ...graph.output[0], name: "block.relu", type: undefined }];
      }),
      'no classifier: none of its outputs holds one score a class for each picture ("block.relu" [1, 8, 16, 16])',
    ),
  ])("%s", async (_name, file, says) => {
    await expect(inspect(file)).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining(says),
    });
  });
});
