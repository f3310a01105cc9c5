import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { inspectOnnx } from "#lib/onnx/inspect-onnx.ts";
import { writeOnnxModel } from "#lib/onnx/write-onnx-model.ts";
import { openModel } from "#lib/scouter/open-model.ts";
import { loadOnnxRuntime } from "#lib/tensor/onnx-runtime.ts";

const read = (name: string) => readFileSync(new URL(`../../support/torch-cnn/${name}`, import.meta.url));
const SIZE = 40;

interface Expected {
  logits: number[];
  features: { shape: number[]; data: number[] };
}

function relativeError(got: Float32Array, want: readonly number[]): number {
  const size = Math.max(...want.map(Math.abs));
  return Math.max(...want.map((value, i) => Math.abs(value - got[i]))) / size;
}

describe("a classifier as PyTorch exports it (made by test/support/torch-cnn/make.py)", () => {
  it("gives the logits and features that PyTorch computes, though its output is a softmax", async ({
    skip,
  }) => {
    const runtime = await loadOnnxRuntime();
    if (!runtime) return skip("onnxruntime-node is not installed here");
    const file = new Uint8Array(read("torch-cnn.onnx"));
    const expected: Expected = JSON.parse(read("expected.json").toString());
    const source = { fileName: "torch-cnn.onnx", sha256: "" };
    const { config, facts } = await inspectOnnx({
      runtime,
      file,
      source,
      choices: { normalise: "imagenet" },
    });
    expect(facts).toMatchObject({
      producer: expect.stringMatching(/^pytorch \d/),
      opset: 17,
      input: { name: "pictures", layout: "nchw", batch: null, size: SIZE },
      output: { name: "probabilities", classes: 5, activation: "softmax" },
      chosenFeatures: "/layer2/Relu_output_0",
    });
    const data = Float32Array.from({ length: 2 * SIZE * SIZE * 3 }, (_, i) => Math.sin(0.37 * i));
    const model = await openModel(writeOnnxModel(file, config!));
    const { logits, features } = await model.forward({ data, count: 2, height: SIZE, width: SIZE });
    await model.dispose();
    const { height, width, channels } = model.featureShape;
    expect([2, height, width, channels]).toEqual(expected.features.shape);
    expect(relativeError(features, expected.features.data)).toBeLessThan(1e-5);
    expect(relativeError(logits, expected.logits)).toBeLessThan(1e-5);
  });
});
