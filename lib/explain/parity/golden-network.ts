import type * as tf from "@tensorflow/tfjs-core";
import { foldNorms } from "#lib/scouter/backbone/fold-norms.ts";
import { inferFeatures } from "#lib/scouter/backbone/infer-features.ts";
import { layersOf } from "#lib/scouter/backbone/layers.ts";
import { fcHead } from "#lib/scouter/fc-head.ts";
import { joinForward, joinRows, splitBatch } from "#lib/scouter/forward-session.ts";
import { toImages } from "#lib/scouter/forward-tensors.ts";
import { layerNames, viewAtLayer } from "#lib/scouter/model-layers.ts";
import type { NamedArrays } from "#lib/scouter/named-array.ts";
import { prefixed, smallNetwork } from "#lib/scouter/parity/small-network.ts";
import { disposeWeights, toWeights } from "#lib/scouter/weights.ts";
import type { Forward, ImageBatch, ModelView } from "#lib/tensor/model-view.ts";
import { readTensors } from "#lib/tensor/read-tensors.ts";

/**
 * The small network of the golden cases on the active engine: what any model here is made of, wired as the weights say.
 * @param size of the images, [height, width]; they need not be square
 */
export function openGoldenNetwork(arrays: NamedArrays, size: readonly [number, number]): ModelView {
  const convolutions = Object.keys(arrays)
    .filter((name) => /^conv\d+\.weight$/.test(name))
    .sort((a, b) => Number(a.match(/\d+/)) - Number(b.match(/\d+/)))
    .map((name) => arrays[name].shape);
  const channels = convolutions.map(([out]) => out);
  const backbone = smallNetwork(channels, convolutions[0][1]);
  const named = prefixed(arrays);
  const { "backbone.fc.weight": weight, "backbone.fc.bias": bias } = named;
  const folded = { ...foldNorms(backbone, named), "backbone.fc.weight": weight, "backbone.fc.bias": bias };
  const weights = toWeights(folded);
  const inParts = async <T>(images: ImageBatch, run: (part: ImageBatch) => Promise<T>) => {
    const parts: T[] = [];
    for (const one of splitBatch(images)) parts.push(await run(one));
    return parts;
  };
  const predict = async (part: ImageBatch) => {
    const compute = () => ({
      logits: fcHead(backbone, inferFeatures(backbone, toImages(part), weights), weights),
    });
    return (await readTensors(compute)).logits;
  };
  const forward = async (part: ImageBatch): Promise<Forward> => {
    const passed = await readTensors(() => {
      const features = inferFeatures(backbone, toImages(part), weights);
      return { features, logits: fcHead(backbone, features, weights) };
    });
    return { ...passed, attention: null, attribution: null };
  };
  const whole: ModelView = {
    kind: "fc",
    classNames: Array.from(bias.data, (_, c) => `class ${c}`),
    inputSize: size[0],
    normalisation: { mean: [0, 0, 0], std: [1, 1, 1] },
    featureShape: layersOf(backbone, ...size).output,
    classWeights: weight.data,
    layers: layerNames(backbone, ...size),
    atLayer: (layer) => viewAtLayer(whole, { backbone, weights, size }, layer),
    predict: async (images) => joinRows(await inParts(images, predict)),
    forward: async (images) => joinForward(await inParts(images, forward)),
    logitsFromFeatures: (features) => fcHead(backbone, features as tf.Tensor4D, weights),
    logitsFromImages: (images) =>
      fcHead(backbone, inferFeatures(backbone, images as tf.Tensor4D, weights), weights),
    dispose: async () => disposeWeights(weights),
  };
  return whole;
}
