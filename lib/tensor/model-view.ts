import type { Tensor } from "@tensorflow/tfjs-core";

/** A batch of images as the model sees them: [count, height, width, 3], channels last, already normalised. */
export interface ImageBatch {
  data: Float32Array;
  count: number;
  height: number;
  width: number;
}

/** A saliency map at its own resolution, row-major. Values as the method gave them: no normalisation. */
export interface SaliencyMap {
  data: Float32Array;
  height: number;
  width: number;
}

/** What one forward pass gives. n = classes, h x w x k = the last feature map. All row-major. */
export interface Forward {
  /** [count, n] */
  logits: Float32Array;
  /** [count, h, w, k] */
  features: Float32Array;
  /** [count, n, h, w]: attention A in (0,1) of each class's slots, summed over its slots; null without slots. */
  attention: Float32Array | null;
  /** [count, n, h, w]: exact additive attribution, sums over the cells to the logit; null without slots. */
  attribution: Float32Array | null;
}

/** What stands on the backbone; "onnx" for a classifier of someone's own, of which that is not known. */
export type ModelKind = "fc" | "scouter+" | "scouter-" | "onnx";

/** What a model cannot give, each with the reason; what is not named here it gives. */
export interface ModelLacks {
  /** No feature map: `forward` leaves it empty, and `featureShape` is only the grid that other maps are drawn on. */
  readonly features?: string;
  /** `logitsFromFeatures` and `logitsFromImages` throw. */
  readonly gradients?: string;
}

/**
 * What explainers and metrics may ask of a model, whatever engine it runs on.
 * Forward passes go to the forward engine and come back as plain arrays;
 * the differentiable functions are tfjs ops on the gradient engine.
 */
export interface ModelView {
  readonly kind: ModelKind;
  readonly classNames: readonly string[];
  /** Side of the square input in pixels. */
  readonly inputSize: number;
  /** x = (byte / 255 - mean) / std, per channel. */
  readonly normalisation: { readonly mean: readonly number[]; readonly std: readonly number[] };
  readonly lacks?: ModelLacks;
  /** What it runs on, where that is not what the process has chosen. */
  readonly engine?: string;
  readonly featureShape: { readonly height: number; readonly width: number; readonly channels: number };
  /** Logits [count, n] only: the cheapest pass. Any batch size; split inside as the engine likes. */
  predict(images: ImageBatch): Promise<Float32Array>;
  /** Weights [n, k] of the linear layer on the mean features; absent where something else stands on them. */
  readonly classWeights?: Float32Array;
  /** Names of the feature maps, from the image upward, the last one included; absent where only that one is known. */
  readonly layers?: readonly string[];
  /**
   * The same model with the output of one of its `layers` in place of the last feature map. It shares everything with this
   * view: dispose this one alone. Throws AppError `invalid` for another name.
   */
  atLayer?(layer: string): ModelView;
  forward(images: ImageBatch): Promise<Forward>;
  /** Differentiable: features [b, h, w, k] -> logits [b, n]; the layers above the last feature map. */
  logitsFromFeatures(features: Tensor): Tensor;
  /** Differentiable: images [b, S, S, 3] -> logits [b, n]. */
  logitsFromImages(images: Tensor): Tensor;
  dispose(): Promise<void>;
}
