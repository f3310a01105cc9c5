import type { ModelView, SaliencyMap } from "#lib/tensor/model-view.ts";
import type { ExplainInput } from "../define-explainer.ts";
import { atLayer, layerGradients } from "../layer-gradients.ts";

/** A feature map, or a gradient in one: values [cells, channels], row-major. */
export interface Channels {
  data: Float32Array;
  cells: number;
  channels: number;
}

/** Weights [k] from A and g = dy_c/dA. */
export type ChannelWeights = (a: Channels, g: Channels) => Float64Array;

/** sum_k w_k A_k, [cells], in float64; `relu` keeps what is positive. */
export function weighChannels(a: Channels, weights: ArrayLike<number>, relu: boolean): Float32Array {
  const map = new Float32Array(a.cells);
  for (let cell = 0; cell < a.cells; cell++) {
    let sum = 0;
    for (let k = 0; k < a.channels; k++) sum += weights[k] * a.data[cell * a.channels + k];
    map[cell] = relu ? Math.max(0, sum) : sum;
  }
  return map;
}

/** Sums f(a, g) over the cells, channel by channel: [k]. */
export function sumOverCells(a: Channels, g: Channels, f: (a: number, g: number, k: number) => number) {
  const sums = new Float64Array(a.channels);
  for (let i = 0; i < a.data.length; i++) sums[i % a.channels] += f(a.data[i], g.data[i], i % a.channels);
  return sums;
}

/** The channels of one image of a batch. */
export function channelsOf(data: Float32Array, image: number, { featureShape }: ModelView): Channels {
  const { height, width, channels } = featureShape;
  const size = height * width * channels;
  return { data: data.subarray(image * size, (image + 1) * size), cells: height * width, channels };
}

/** Maps of the methods that differ only in how gradients become a weight a channel. */
export async function gradientCam(
  { model, images, targets }: Pick<ExplainInput, "model" | "images" | "targets">,
  { layer, relu = true }: { layer: string | null; relu?: boolean },
  weigh: ChannelWeights,
): Promise<SaliencyMap[]> {
  const view = atLayer(model, layer);
  const { height, width } = view.featureShape;
  const { features, gradients } = await layerGradients(view, images, targets);
  return targets.map((_, i) => {
    const a = channelsOf(features, i, view);
    const data = weighChannels(a, weigh(a, channelsOf(gradients, i, view)), relu);
    return { data, height, width };
  });
}
