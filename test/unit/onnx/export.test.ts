import { describe, expect, it } from "vitest";
import { decodeOnnx } from "#lib/formats/onnx/decode.ts";
import { BACKBONES } from "#lib/scouter/backbone/registry.ts";
import type { ModelConfig, SlotHeadConfig } from "#lib/scouter/model-config.ts";
import { readModelConfig, writeModelFile } from "#lib/scouter/model-file.ts";
import { exportOnnx } from "#lib/scouter/onnx/export-model.ts";
import { GraphBuilder } from "#lib/scouter/onnx/graph-builder.ts";
import { openModel } from "#lib/scouter/open-model.ts";
import type { Forward } from "#lib/tensor/model-view.ts";
import { loadOnnxRuntime } from "#lib/tensor/onnx-runtime.ts";
import { randomImages, randomModel } from "#test/support/random-model.ts";

/** Largest difference over the largest value: float32 in another order of summation; what openModel states. */
const TOLERANCE = 1e-4;
/** Halves to odd sizes down to 1 x 1 cells of the deepest backbones: every rule of rounding shows. */
const ODD_SIZE = 97;

function relativeError(got: Float32Array | null, want: Float32Array | null): number {
  if (got === null || want === null || got.length !== want.length) return got === want ? 0 : Infinity;
  const size = want.reduce((largest, v) => Math.max(largest, Math.abs(v)), 0);
  return want.reduce((largest, v, i) => Math.max(largest, Math.abs(v - got[i])), 0) / size;
}

const spread = (values: Float32Array) => Math.max(...values) - Math.min(...values);

/** The same pictures through onnxruntime and through tfjs on wasm. */
async function bothEngines(config: ModelConfig, weights: Uint8Array): Promise<[Forward, Forward]> {
  const images = randomImages(config.backbone === "tiny" ? 2 : 1, config.inputSize);
  const results: Forward[] = [];
  for (const forward of ["onnx", "wasm"] as const) {
    const model = await openModel(weights, { forward, gradient: "wasm" });
    results.push(await model.forward(images));
    await model.dispose();
  }
  return results as [Forward, Forward];
}

type Case = [ModelConfig["kind"], Partial<SlotHeadConfig>];
const HEADS: Case[] = [
  ["fc", {}],
  ["scouter+", {}],
  ["scouter-", { slotsPerClass: 2, hidden: 16 }],
];
/** The head knows nothing of what it stands on: its own choices need one backbone. */
const TINY_HEADS: Case[] = (["paper", "official", "abs"] as const).flatMap((mode): Case[] => [
  ["scouter+", { mode, slotsPerClass: 3, hidden: 16, scale: "none", divisor: "one" }],
  ["scouter-", { mode, queryLayers: 0, keyLayers: 1, iterations: 1, hidden: 16 }],
]);

const cases = BACKBONES.flatMap(({ id }) =>
  [...HEADS, ...(id === "tiny" ? TINY_HEADS : [])].map(
    ([kind, head]) => [id, kind, JSON.stringify(head), { backbone: id, kind, head }] as const,
  ),
);

describe.each(cases)("%s, %s %s", (_backbone, kind, _text, wish) => {
  it("gives the same numbers as an ONNX file and on wasm", async ({ skip }) => {
    if (!(await loadOnnxRuntime())) skip("onnxruntime-node is not installed here");
    const { config, arrays } = randomModel({ ...wish, size: ODD_SIZE });
    const [onnx, wasm] = await bothEngines(config, writeModelFile(config, arrays));
    for (const part of ["logits", "features", "attention", "attribution"] as const) {
      expect(relativeError(onnx[part], wasm[part]), part).toBeLessThan(TOLERANCE);
    }
    expect(onnx.attention === null).toBe(kind === "fc");
    // Numbers that would agree whatever the graph said prove nothing.
    expect(spread(wasm.logits)).toBeGreaterThan(1e-3);
    if (wasm.attention) expect(spread(wasm.attention)).toBeGreaterThan(2e-3);
  });
});

describe("an exported file", () => {
  const { config, arrays } = randomModel({
    backbone: "resnest26d",
    kind: "scouter-",
    size: 64,
    head: { hidden: 16 },
  });
  const model = decodeOnnx(exportOnnx(config, arrays, "1.2.3"));

  it("says what made it, which operations it needs, and how to use it", () => {
    expect(model).toMatchObject({ producerName: "whynot", producerVersion: "1.2.3", irVersion: 8 });
    expect(model.opsetImport).toEqual([{ domain: "", version: 17 }]);
    const metadata = Object.fromEntries(model.metadataProps.map(({ key, value }) => [key, value]));
    expect(JSON.parse(metadata.whynot)).toEqual(config);
    expect(JSON.parse(metadata.classes)).toEqual(config.classNames);
    expect(model.graph.input[0].docString).toContain("mean (0.5, 0.45, 0.4)");
  });

  it("takes any number of pictures and names its outputs", () => {
    const shapeOf = ({ name, type }: (typeof model.graph.input)[number]) => [
      name,
      ...(type?.tensorType?.shape?.dim ?? []).map((dim) => dim.dimParam || dim.dimValue),
    ];
    expect(model.graph.input.map(shapeOf)).toEqual([["images", "batch", 3, 64, 64]]);
    expect(model.graph.output.map(shapeOf)).toEqual([
      ["logits", "batch", 3],
      ["features", "batch", 2048, 2, 2],
      ["attention", "batch", 3, 2, 2],
      ["attribution", "batch", 3, 2, 2],
    ]);
  });

  it("keeps the state_dict's names, each weight once, and no node without a purpose", () => {
    const { node, initializer } = model.graph;
    const names = initializer.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain("backbone.layer1.0.conv2.fc1.weight");
    expect(node.map(({ name }) => name)).toContain("backbone.layer4.1.conv3");
    expect(node.filter(({ opType }) => opType === "Identity")).toEqual([]);
    const results = node.flatMap(({ output }) => output);
    expect(new Set(results).size).toBe(results.length);
    const read = new Set([
      ...node.flatMap(({ input }) => input),
      ...model.graph.output.map(({ name }) => name),
    ]);
    expect(results.filter((name) => !read.has(name))).toEqual([]);
    expect(names.filter((name) => !read.has(name))).toEqual([]);
  });

  it("is no safetensors file, and says so", () => {
    expect(() => readModelConfig(exportOnnx(config, arrays))).toThrow("not a usable safetensors file");
  });
});

it("refuses a file beyond what protobuf can hold", () => {
  const graph = new GraphBuilder();
  const images = graph.input("images", ["batch", 2]);
  const weight = graph.constant({ shape: [2, 2], data: new Float32Array(4) }, "weight");
  graph.output(graph.op("MatMul", [images, weight]), "logits", ["batch", 2]);
  const facts = { name: "tiny", docString: "", metadata: {}, producerVersion: "" };
  expect(graph.build(facts).length).toBeGreaterThan(16);
  expect(() => graph.build(facts, 15)).toThrow("2 GB");
  expect(() => graph.build(facts, 60)).toThrow("2 GB");
});
