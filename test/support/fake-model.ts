import { matMul, mean, type Tensor, type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";
import type { ImageBatch, ModelKind, ModelView } from "#lib/tensor/model-view.ts";

export interface LinearModelOptions {
  kind?: ModelKind;
  /** [channels][classes] weights on the mean of each colour channel. */
  weights?: readonly (readonly number[])[];
  inputSize?: number;
  /** Called with the size of every batch put through. */
  onPredict?: (count: number) => void;
}

/**
 * The smallest model with known answers: its features are the image itself, its logits a linear function of the mean colour.
 * As a SCOUTER model its attention is the red channel and its attribution the share of each cell in the logit.
 */
export function linearModel({
  kind = "fc",
  weights = [
    [1, 0, -1],
    [0, 1, 0],
    [0, 0, 1],
  ],
  inputSize = 8,
  onPredict = () => {},
}: LinearModelOptions = {}): ModelView {
  const classes = weights[0].length;
  const cells = inputSize * inputSize;
  const cellLogit = (images: ImageBatch, cell: number, l: number) =>
    weights.reduce((sum, row, c) => sum + row[l] * images.data[cell * 3 + c], 0) / cells;
  const logits = (images: ImageBatch) =>
    Float32Array.from({ length: images.count * classes }, (_, i) => {
      const image = Math.floor(i / classes);
      let sum = 0;
      for (let cell = image * cells; cell < (image + 1) * cells; cell++)
        sum += cellLogit(images, cell, i % classes);
      return sum;
    });
  const perClass = (images: ImageBatch, value: (cell: number, l: number) => number) =>
    Float32Array.from({ length: images.count * classes * cells }, (_, i) => {
      const image = Math.floor(i / (classes * cells));
      return value(image * cells + (i % cells), Math.floor(i / cells) % classes);
    });
  const model: ModelView = {
    kind,
    classNames: Array.from({ length: classes }, (_, l) => `class ${l}`),
    inputSize,
    normalisation: { mean: [0, 0, 0], std: [1, 1, 1] },
    featureShape: { height: inputSize, width: inputSize, channels: 3 },
    classWeights:
      kind === "fc"
        ? Float32Array.from({ length: classes * 3 }, (_, i) => weights[i % 3][Math.floor(i / 3)])
        : undefined,
    layers: ["image"],
    atLayer: () => model,
    async predict(images) {
      onPredict(images.count);
      return logits(images);
    },
    async forward(images) {
      const slots = kind !== "fc";
      return {
        logits: logits(images),
        features: images.data.slice(),
        attention: slots ? perClass(images, (cell, l) => images.data[cell * 3] / (l + 1)) : null,
        attribution: slots ? perClass(images, (cell, l) => cellLogit(images, cell, l)) : null,
      };
    },
    logitsFromFeatures: (features: Tensor) =>
      matMul(mean(features, [1, 2]) as Tensor2D, tensor2d(weights.map((row) => [...row]))),
    logitsFromImages: (images: Tensor) =>
      matMul(mean(images, [1, 2]) as Tensor2D, tensor2d(weights.map((row) => [...row]))),
    async dispose() {},
  };
  return model;
}

/** Reproducible images with values in [-1, 1]. */
export function waves(count: number, side = 8): ImageBatch {
  const data = Float32Array.from({ length: count * side * side * 3 }, (_, i) =>
    Math.sin(0.7 * i + 0.01 * i * i),
  );
  return { data, count, height: side, width: side };
}
