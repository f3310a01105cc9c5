import * as tf from "@tensorflow/tfjs-core";
import type { NamedArrays } from "#lib/scouter/named-array.ts";
import { conv2d } from "#lib/tensor/convolution.ts";
import { averagePool } from "#lib/tensor/pooling.ts";
import { readTensors } from "#lib/tensor/read-tensors.ts";
import type { Predictor } from "../faithfulness/follow-class.ts";
import { channelsLast } from "./channel-order.ts";

/** A small network of the golden cases with its image, maps and attribution, computed by the active engine. */
export interface GoldenModel extends Predictor {
  readonly kind: "linear" | "conv";
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly classes: number;
  /** [h, w, c] */
  readonly image: Float32Array;
  /** Arrays as stored: `map.*` [h, w], `phi` [c, h, w]. */
  readonly arrays: NamedArrays;
  /** Gradient of the class's logit times the input, of each image [count, h, w, c]. */
  gradientTimesInput(images: Float32Array, target: number): Promise<Float32Array[]>;
}

/**
 * `param.W`, `param.b`: logits = W flatten(x [c, h, w]) + b. Else conv 3 x 3 pad 1, relu, mean of 2 x 2, conv 3 x 3 pad 1, relu,
 * mean over the image, `fc`.
 */
export function goldenModel(arrays: NamedArrays): GoldenModel {
  const [channels, height, width] = arrays.x.shape;
  const isLinear = arrays["param.W"] !== undefined;
  const classes = arrays[isLinear ? "param.b" : "param.fc.bias"].data.length;
  const size = channels * height * width;
  const tensor = (name: string) => tf.tensor(arrays[`param.${name}`].data, arrays[`param.${name}`].shape);
  const dense = (x: tf.Tensor, weight: string, bias: string) =>
    tf.add(tf.matMul(x as tf.Tensor2D, tensor(weight) as tf.Tensor2D, false, true), tensor(bias));
  const convolve = (x: tf.Tensor4D, name: string) => {
    const kernel = tf.transpose(tensor(`${name}.weight`), [2, 3, 1, 0]) as tf.Tensor4D;
    return conv2d(x, kernel, { pad: 1, bias: tensor(`${name}.bias`), activation: "relu" });
  };
  const logitsOf = (images: tf.Tensor4D): tf.Tensor => {
    if (isLinear) {
      const flat = tf.reshape(tf.transpose(images, [0, 3, 1, 2]), [images.shape[0], size]);
      return dense(flat, "W", "b");
    }
    const pooled = averagePool(convolve(images, "conv1"), { size: 2, countPad: true });
    return dense(tf.mean(convolve(pooled, "conv2"), [1, 2]), "fc.weight", "fc.bias");
  };
  const asTensor = (images: Float32Array) =>
    tf.tensor4d(images, [images.length / size, height, width, channels]);
  return {
    kind: isLinear ? "linear" : "conv",
    height,
    width,
    channels,
    classes,
    image: channelsLast(arrays.x.data, arrays.x.shape),
    arrays,
    classNames: Array.from({ length: classes }, (_, c) => `class ${c}`),
    async predict({ data }) {
      const { logits } = await readTensors<"logits">(() => ({ logits: logitsOf(asTensor(data)) }));
      return logits;
    },
    async gradientTimesInput(images, target) {
      const { products } = await readTensors<"products">(() => {
        const input = asTensor(images);
        const logit = (x: tf.Tensor) =>
          tf.sum(tf.slice(logitsOf(x as tf.Tensor4D), [0, target], [input.shape[0], 1]));
        return { products: tf.mul(tf.grad(logit)(input), input) };
      });
      return Array.from({ length: images.length / size }, (_, k) =>
        products.subarray(k * size, (k + 1) * size),
      );
    },
  };
}

/** A linear model that a case writes out. @throws Error where it is no such thing */
export function inlineModel(inline: unknown): GoldenModel {
  const { W, b, x, shape } = inline as { W: number[][]; b: number[]; x: number[]; shape: number[] };
  const array = (data: number[], dimensions: number[]) => ({
    data: Float32Array.from(data),
    shape: dimensions,
  });
  return goldenModel({
    x: array(x, shape),
    "param.W": array(W.flat(), [W.length, x.length]),
    "param.b": array(b, [b.length]),
  });
}
