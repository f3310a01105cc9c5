import * as tf from "@tensorflow/tfjs-core";
import { inScope } from "#lib/tensor/scope.ts";
import { type Backbone, defineBackbone, IMAGENET_INPUT } from "../backbone/define-backbone.ts";
import { conv } from "../backbone/ops.ts";
import { trainFeatures } from "../backbone/train-features.ts";
import { fcHead } from "../fc-head.ts";
import { crossEntropy } from "../loss.ts";
import { type NamedArrays, permute4, toFileLayout } from "../named-array.ts";
import { toWeights, type Weights } from "../weights.ts";
import { type GoldenCase, readGoldenArrays } from "./golden-case.ts";
import type { Replayed } from "./replay.ts";

/** PyTorch's share of the new batch in the running statistics. */
const MOMENTUM = 0.1;

/** Convolution, normalisation, ReLU, as often as the case has channels; all but the first at half the size before. */
function smallNetwork(channels: readonly number[], input: number): Backbone {
  return defineBackbone({
    id: "small",
    cites: "the golden cases' own",
    classifier: "fc",
    channels: channels[channels.length - 1],
    minInput: 1,
    input: IMAGENET_INPUT,
    wire(images, ops) {
      let x = images;
      for (const [i, out] of channels.entries()) {
        const sizes = { in: channels[i - 1] ?? input, out, kernel: 3, stride: i === 0 ? 1 : 2 };
        x = ops.convNorm(x, conv(`conv${i + 1}`, sizes), `bn${i + 1}`, "relu");
        x = ops.stage(x, `relu${i + 1}`);
      }
      return x;
    },
  });
}

const prefixed = (arrays: NamedArrays): NamedArrays =>
  Object.fromEntries(Object.entries(arrays).map(([name, array]) => [`backbone.${name}`, array]));

const isBuffer = (name: string) => /running_(mean|var)$|num_batches_tracked$/.test(name);

/** [b, h, w, c] as computed -> [b, c, h, w] as stored. */
function stored(tensor: tf.Tensor): Float32Array {
  const data = tensor.dataSync<"float32">();
  if (tensor.rank !== 4) return data;
  const [b, h, w, c] = tensor.shape as [number, number, number, number];
  return permute4(data, [b, h, w, c], [0, 3, 1, 2]);
}

/**
 * Replays a small network with weights of its own: activations, logits, loss and all gradients; normalised by the running
 * statistics, or in training by those of the batch, with the statistics that one forward pass leaves behind.
 */
export function replaySmallNetwork(golden: GoldenCase, files: Uint8Array[]): Replayed {
  const arrays = readGoldenArrays(files[0]);
  const network = prefixed(readGoldenArrays(files[1]));
  const { channels, in: input } = golden.options as { channels: number[]; in: number };
  const isTraining = golden.kind === "cnn_train";
  const want = Object.fromEntries(
    Object.entries(arrays).filter(
      ([name]) => /^(out|grad)\./.test(name) && !name.endsWith("num_batches_tracked"),
    ),
  );
  const got = inScope(() => replay(smallNetwork(channels, input), network, arrays, isTraining));
  return { want, got };
}

function replay(backbone: Backbone, network: NamedArrays, arrays: NamedArrays, isTraining: boolean) {
  const got: Record<string, ArrayLike<number>> = {};
  const all = toWeights(network);
  const names = Object.keys(all).filter((name) => !isBuffer(name));
  const { shape, data } = arrays["in.images"];
  const [b, c, h, w] = shape as [number, number, number, number];
  const images = tf.tensor4d(permute4(data, [b, c, h, w], [0, 2, 3, 1]), [b, h, w, c]);
  const targets = [...arrays["in.target"].data];

  const forward = (input: tf.Tensor4D, weights: Weights, note: boolean): tf.Scalar => {
    const record = (norm: string, ...statistics: [tf.Tensor, tf.Tensor]) => {
      for (const [i, part] of ["running_mean", "running_var"].entries()) {
        const before = network[`${norm}.${part}`].data;
        const batch = statistics[i].dataSync();
        const after = before.map((value, k) => value + MOMENTUM * (batch[k] - value));
        if (note) got[`out.${norm.replace("backbone.", "")}.${part}`] = after;
        statistics[i].dispose();
      }
    };
    const onStage = (name: string, output: tf.Tensor4D) => {
      if (note) got[`out.${name}`] = stored(output);
    };
    const running = isTraining ? null : all;
    const features = trainFeatures(backbone, input, { weights, frozen: {}, running, record, onStage });
    const logits = fcHead(backbone, features, weights);
    const loss = crossEntropy(logits, targets);
    if (note) {
      got["out.logits"] = logits.dataSync();
      got["out.softmax"] = tf.softmax(logits).dataSync();
      got["out.ce"] = loss.dataSync();
    }
    return loss;
  };
  forward(images, all, true);
  const loss = (...given: tf.Tensor[]) =>
    forward(given[0] as tf.Tensor4D, Object.fromEntries(names.map((name, i) => [name, given[i + 1]])), false);
  const grads = tf.grads(loss)([images, ...names.map((name) => all[name])]);
  got["grad.images"] = stored(grads[0]);
  for (const [i, name] of names.entries()) {
    const gradient = { shape: grads[i + 1].shape, data: grads[i + 1].dataSync<"float32">() };
    got[`grad.${name.replace("backbone.", "")}`] = toFileLayout(gradient).data;
  }
  return got;
}
