import * as tf from "@tensorflow/tfjs-core";
import type { ImageBatch, ModelView } from "#lib/tensor/model-view.ts";
import { readTensors } from "#lib/tensor/read-tensors.ts";
import { type GoldenTensor, readGolden } from "./golden-tensors.ts";

export interface TinyCnnOptions {
  /** Which activation counts as the last feature map: relu3 [8, 8, 32] or, one block earlier, relu2 [16, 16, 24]. */
  layer?: "relu2" | "relu3";
  /** Changes to the stored weights, by name and index. */
  edit?: { name: string; index: number; value: number };
}

const BN_EPSILON = 1e-5;

/**
 * The small network of the golden explainer cases as a ModelView, for tests: three times conv3x3, batch norm, relu
 * (strides 1, 2, 2), then global average pooling and a linear layer. 32 x 32 pixels, 5 classes. Needs a started engine.
 */
export function openTinyCnn({ layer = "relu3", edit }: TinyCnnOptions = {}): ModelView {
  const weights = readGolden("explainers/tinycnn.safetensors");
  if (edit) weights[edit.name].data[edit.index] = edit.value;
  const blocks = [1, 2, 3].map((n) => readBlock(weights, n));
  const fc = tf.tensor2d(transposed(weights["fc.weight"]), [32, 5]);
  const bias = tf.tensor1d(Float32Array.from(weights["fc.bias"].data));
  const depth = layer === "relu3" ? 3 : 2;
  const [height, width, channels] = layer === "relu3" ? [8, 8, 32] : [16, 16, 24];

  const apply = (x: tf.Tensor, from: number, to: number) =>
    blocks.slice(from, to).reduce((value, block) => {
      const padded = tf.pad(value as tf.Tensor4D, [
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ]);
      const convolved = tf.conv2d(padded as tf.Tensor4D, block.kernel, block.stride, "valid");
      return tf.relu(tf.add(tf.mul(convolved, block.scale), block.shift));
    }, x);
  const head = (features: tf.Tensor) => tf.add(tf.matMul(tf.mean(features, [1, 2]) as tf.Tensor2D, fc), bias);
  const logitsFromFeatures = (features: tf.Tensor) => head(apply(features, depth, 3));
  const read = (images: ImageBatch) => tf.tensor4d(images.data, [images.count, 32, 32, 3]);

  return {
    kind: "fc",
    classNames: ["zero", "one", "two", "three", "four"],
    inputSize: 32,
    normalisation: { mean: [0, 0, 0], std: [1, 1, 1] },
    featureShape: { height, width, channels },
    async predict(images) {
      return (await readTensors(() => ({ logits: head(apply(read(images), 0, 3)) }))).logits;
    },
    async forward(images) {
      const passed = await readTensors(() => {
        const features = apply(read(images), 0, depth);
        return { features, logits: logitsFromFeatures(features) };
      });
      return { ...passed, attention: null, attribution: null };
    },
    logitsFromFeatures,
    logitsFromImages: (images) => head(apply(images, 0, 3)),
    async dispose() {
      tf.dispose([fc, bias, ...blocks.flatMap(({ kernel, scale, shift }) => [kernel, scale, shift])]);
    },
  };
}

/** One conv + batch norm in evaluation mode: y = conv(x) * scale + shift. */
function readBlock(weights: Record<string, GoldenTensor>, n: number) {
  const get = (name: string) => weights[`bn${n}.${name}`].data;
  const scale = get("weight").map((gamma, i) => gamma / Math.sqrt(get("running_var")[i] + BN_EPSILON));
  const shift = get("bias").map((beta, i) => beta - get("running_mean")[i] * scale[i]);
  const { shape, data } = weights[`conv${n}.weight`];
  const [out, input, rows, columns] = shape;
  const kernel = new Float32Array(data.length);
  for (let o = 0; o < out; o++)
    for (let i = 0; i < input; i++)
      for (let cell = 0; cell < rows * columns; cell++)
        kernel[(cell * input + i) * out + o] = data[(o * input + i) * rows * columns + cell];
  return {
    kernel: tf.tensor4d(kernel, [rows, columns, input, out]),
    scale: tf.tensor1d(Float32Array.from(scale)),
    shift: tf.tensor1d(Float32Array.from(shift)),
    stride: n === 1 ? 1 : 2,
  };
}

function transposed({ shape: [rows, columns], data }: GoldenTensor): Float32Array {
  return Float32Array.from(data, (_, i) => data[(i % rows) * columns + Math.floor(i / rows)]);
}
