import * as tf from "@tensorflow/tfjs-core";
import { readTensors } from "#lib/tensor/read-tensors.ts";
import { type Backbone, classifierName } from "../backbone/define-backbone.ts";
import { foldNorms } from "../backbone/fold-norms.ts";
import { inferenceOps } from "../backbone/infer-features.ts";
import { layersOf } from "../backbone/layers.ts";
import { findBackbone } from "../backbone/registry.ts";
import { fcHead } from "../fc-head.ts";
import type { NamedArrays } from "../named-array.ts";
import { toWeights } from "../weights.ts";
import { formulaImage, formulaWeight } from "./formula.ts";
import { type GoldenCase, readGoldenArrays } from "./golden-case.ts";
import type { Replayed } from "./replayed.ts";

interface Options {
  model: string;
  gain: number;
  size: [number, number];
  feature_layer: string;
}

interface Statistics {
  shape: number[];
  mean: number;
  std: number;
  min: number;
  max: number;
  l2: number;
  index: number[];
  value: number[];
}

interface Stored {
  input: { k: number };
  stages: Record<string, Statistics>;
}

const readJson = <T>(file: Uint8Array): T => JSON.parse(new TextDecoder().decode(file));

type Keys = [name: string, shape: number[], dtype: string][];

const product = (shape: number[]) => shape.reduce((a, b) => a * b, 1);

/** Our own count of trained numbers. @throws Error unless our names, shapes and their order are the stored state_dict's. */
function countParameters(backbone: Backbone, keys: Keys): number {
  const { tensors } = layersOf(backbone, backbone.minInput);
  const classifier = keys.filter(([name]) => name.startsWith(`${backbone.classifier}.`));
  const ours = [
    ...tensors.map(({ name, shape }) => ({ name, shape })),
    ...classifier.map(([name, shape]) => ({ name, shape })),
  ];
  const theirs = keys.filter(([name]) => !name.endsWith("num_batches_tracked"));
  for (const [i, [name, shape]] of theirs.entries()) {
    const own = ours[i];
    if (own?.name !== name || own.shape.join() !== shape.join()) {
      throw new Error(
        `${backbone.id}: tensor ${i} is ${own?.name} [${own?.shape}], stored is ${name} [${shape}].`,
      );
    }
  }
  if (ours.length > theirs.length)
    throw new Error(`${backbone.id} has ${ours.length - theirs.length} tensors too many.`);
  const trained = tensors.filter(({ role }) => role === "parameter").map(({ shape }) => shape);
  return [...trained, ...classifier.map(([, shape]) => shape)].reduce(
    (sum, shape) => sum + product(shape),
    0,
  );
}

/** Weights by formula under the stored names. */
function formulaWeights(keys: Keys, gain: number): NamedArrays {
  const entries = keys.map(
    ([name, shape], place) => [`backbone.${name}`, formulaWeight(name, shape, place, gain)] as const,
  );
  return Object.fromEntries(entries);
}

const channelsFirst = (tensor: tf.Tensor4D): tf.Tensor => tf.transpose(tensor, [0, 3, 1, 2]);

/** Logits, the last feature map, and every stage under its name behind `stage `. */
function run(backbone: Backbone, arrays: NamedArrays, [height, width]: [number, number], k: number) {
  return readTensors<string>(() => {
    const image = tf.tensor4d(formulaImage(3, height, width, k), [1, height, width, 3]);
    const classifier = Object.entries(arrays).filter(([name]) => name.startsWith(classifierName(backbone)));
    const folded = toWeights({ ...foldNorms(backbone, arrays), ...Object.fromEntries(classifier) });
    const stages: Record<string, tf.Tensor> = {};
    const onStage = (name: string, output: tf.Tensor4D) => {
      stages[`stage ${name}`] = channelsFirst(output);
    };
    const features = backbone.wire(image, inferenceOps(folded, { onStage }));
    return { ...stages, features: channelsFirst(features), logits: fcHead(backbone, features, folded) };
  });
}

/** Mean, population standard deviation, extremes, length and the values at the stored places. */
function statistics(values: Float32Array, index: number[]): Record<string, number[]> {
  const n = values.length;
  const mean = values.reduce((sum, x) => sum + x, 0) / n;
  const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return {
    summary: [
      mean,
      Math.sqrt(squares / n),
      values.reduce((a, b) => Math.min(a, b)),
      values.reduce((a, b) => Math.max(a, b)),
    ],
    l2: [Math.sqrt(values.reduce((sum, x) => sum + x * x, 0))],
    value: index.map((i) => values[i]),
  };
}

/** Replays a stored backbone on weights and a picture by formula: logits, last feature map and every stage. */
export async function replayBackbone(golden: GoldenCase, files: Uint8Array[]): Promise<Replayed> {
  const { model, gain, size, feature_layer } = golden.options as unknown as Options;
  const want = readGoldenArrays(files[0]);
  const stored = readJson<Stored>(files[1]);
  const { keys, parameters } = readJson<{ keys: Keys; parameters: number }>(files[2]);
  const backbone = findBackbone(model);
  const arrays = formulaWeights(keys, gain);
  const found = await run(backbone, arrays, size, stored.input.k);
  const { features, logits } = found;

  const [, channels, height, width] = stored.stages[feature_layer].shape;
  const got: Replayed["got"] = {
    "out.logits": logits,
    "out.features": features,
    "out.features_head": features.subarray(0, 8 * height * width),
  };
  const expected: NamedArrays = { ...want };
  const expect = (name: string, data: number[]) => {
    expected[name] = { shape: [data.length], data: Float32Array.from(data) };
  };
  expect("size", [channels * height * width, parameters]);
  got.size = [features.length, countParameters(backbone, keys)];
  for (const [name, { mean, std, min, max, l2, index, value }] of Object.entries(stored.stages)) {
    const stage = found[`stage ${name}`];
    if (!stage) throw new Error(`${model} has no stage ${name}.`);
    const own = statistics(stage, index);
    expect(`${name} summary`, [mean, std, min, max]);
    expect(`${name} l2`, [l2]);
    expect(`${name} values`, value);
    got[`${name} summary`] = own.summary;
    got[`${name} l2`] = own.l2;
    got[`${name} values`] = own.value;
  }
  return { want: expected, got };
}
