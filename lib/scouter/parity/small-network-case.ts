import * as tf from "@tensorflow/tfjs-core";
import { readTensors } from "#lib/tensor/read-tensors.ts";
import type { Backbone } from "../backbone/define-backbone.ts";
import { trainFeatures } from "../backbone/train-features.ts";
import { fcHead } from "../fc-head.ts";
import { crossEntropy } from "../loss.ts";
import { type NamedArrays, permute4, toFileLayout } from "../named-array.ts";
import { toWeights } from "../weights.ts";
import { type GoldenCase, readGoldenArrays } from "./golden-case.ts";
import type { Replayed } from "./replayed.ts";
import { prefixed, smallNetwork } from "./small-network.ts";

/** PyTorch's share of the new batch in the running statistics. */
const MOMENTUM = 0.1;
const PARTS = ["running_mean", "running_var"];

const isBuffer = (name: string) => /running_(mean|var)$|num_batches_tracked$/.test(name);

/** [b, h, w, c] as computed -> [b, c, h, w] as stored. */
const stored = (tensor: tf.Tensor): tf.Tensor =>
  tensor.rank === 4 ? tf.transpose(tensor, [0, 3, 1, 2]) : tf.clone(tensor);

/**
 * Replays a small network with weights of its own: activations, logits, loss and all gradients; normalised by the running
 * statistics, or in training by those of the batch, with the statistics that one forward pass leaves behind.
 */
export async function replaySmallNetwork(golden: GoldenCase, files: Uint8Array[]): Promise<Replayed> {
  const arrays = readGoldenArrays(files[0]);
  const network = prefixed(readGoldenArrays(files[1]));
  const { channels, in: input } = golden.options as { channels: number[]; in: number };
  const isTraining = golden.kind === "cnn_train";
  const want = Object.fromEntries(
    Object.entries(arrays).filter(
      ([name]) => /^(out|grad)\./.test(name) && !name.endsWith("num_batches_tracked"),
    ),
  );
  const got = await replay(smallNetwork(channels, input), network, arrays, isTraining);
  return { want, got };
}

async function replay(backbone: Backbone, network: NamedArrays, arrays: NamedArrays, isTraining: boolean) {
  const shapes = new Map<string, number[]>();
  const found = await readTensors<string>(() => {
    const all = toWeights(network);
    const names = Object.keys(all).filter((name) => !isBuffer(name));
    const { shape, data } = arrays["in.images"];
    const [b, c, h, w] = shape as [number, number, number, number];
    const images = tf.tensor4d(permute4(data, [b, c, h, w], [0, 2, 3, 1]), [b, h, w, c]);
    const targets = [...arrays["in.target"].data];
    const running = isTraining ? null : all;
    const noted: Record<string, tf.Tensor> = {};

    const first = (norm: string, ...statistics: [tf.Tensor, tf.Tensor]) => {
      for (const [i, part] of PARTS.entries()) noted[`batch ${norm}.${part}`] = statistics[i];
    };
    const onStage = (name: string, output: tf.Tensor4D) => {
      noted[`out.${name}`] = stored(output);
    };
    const options = { weights: all, frozen: {}, running, record: first, onStage };
    const logits = fcHead(backbone, trainFeatures(backbone, images, options), all);
    const again = (_norm: string, ...statistics: tf.Tensor[]) => tf.dispose(statistics);
    const loss = (...given: tf.Tensor[]) => {
      const weights = Object.fromEntries(names.map((name, i) => [name, given[i + 1]]));
      const input = given[0] as tf.Tensor4D;
      const features = trainFeatures(backbone, input, { weights, frozen: {}, running, record: again });
      return crossEntropy(fcHead(backbone, features, weights), targets);
    };
    const [ofImages, ...ofWeights] = tf.grads(loss)([images, ...names.map((name) => all[name])]);
    const gradients = names.map(
      (name, i) => [`grad.${name.replace("backbone.", "")}`, ofWeights[i]] as const,
    );
    for (const [name, gradient] of gradients) shapes.set(name, gradient.shape);
    return {
      ...noted,
      "out.logits": logits,
      "out.softmax": tf.softmax(logits),
      "out.ce": crossEntropy(logits, targets),
      "grad.images": stored(ofImages),
      ...Object.fromEntries(gradients),
    };
  });
  const got: Record<string, ArrayLike<number>> = { ...found };
  for (const [name, shape] of shapes) got[name] = toFileLayout({ shape, data: found[name] }).data;
  for (const name of Object.keys(found).filter((one) => one.startsWith("batch "))) {
    const part = name.replace("batch ", "");
    const before = network[part].data;
    got[`out.${part.replace("backbone.", "")}`] = before.map((v, k) => v + MOMENTUM * (found[name][k] - v));
  }
  return got;
}
