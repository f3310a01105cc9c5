import * as tf from "@tensorflow/tfjs-core";
import { inScope } from "#lib/tensor/scope.ts";
import { classMapImage } from "../class-map-image.ts";
import { gruCell } from "../gru-cell.ts";
import { areaLoss, attendedArea, crossEntropy } from "../loss.ts";
import { SlotHeadConfig } from "../model-config.ts";
import { type NamedArray, type NamedArrays, permute4, toFileLayout } from "../named-array.ts";
import { type SlotHeadResult, slotHead } from "../slot-head.ts";
import { toWeights, type Weights } from "../weights.ts";
import { group } from "./golden-case.ts";

function readConfig(options: Record<string, unknown>, hidden: number): SlotHeadConfig {
  return SlotHeadConfig.parse({
    hidden,
    iterations: options.iters,
    slotsPerClass: options.slots_per_class,
    keyLayers: options.to_k_layer,
    queryLayers: options.to_q_layer,
    mode: options.mode,
    scale: options.attn_scale,
    divisor: options.update_divisor,
    sign: options.e,
    lambda: options.lambda,
    areaReduction: options.area_reduction,
    areaPower: options.power,
  });
}

/** [b,c,h,w] -> [b,h,w,c] */
function channelsLast({ shape, data }: NamedArray): tf.Tensor4D {
  const [b, c, h, w] = shape;
  return tf.tensor4d(permute4(data, [b, c, h, w], [0, 2, 3, 1]), [b, h, w, c]);
}

function channelsFirst(tensor: tf.Tensor): Float32Array {
  const [b, h, w, c] = tensor.shape;
  return permute4(tensor.dataSync() as Float32Array, [b, h, w, c as number], [0, 3, 1, 2]);
}

type Got = Record<string, ArrayLike<number>>;

/** Every intermediate the case stores, read from one forward pass. */
function collect(result: SlotHeadResult, weights: Weights, config: SlotHeadConfig, targets: number[]): Got {
  const got: Got = {};
  const put = (name: string, tensor: tf.Tensor) => {
    got[`out.${name}`] = tensor.dataSync();
  };
  result.passes.forEach(({ attention, updates, slots }, t) => {
    const [b, m, d] = updates.shape as [number, number, number];
    const flat = (x: tf.Tensor) => tf.reshape(x, [b * m, d]);
    put(`attn_${t}`, attention);
    put(`updates_${t}`, updates);
    put(`slots_${t + 1}`, gruCell(flat(updates), flat(slots), weights));
  });
  const last = result.passes.length - 1;
  const [b, h, w] = result.scalarField.shape;
  put(`dots_${last}`, result.passes[last].products);
  got["out.features_relu"] = channelsFirst(tf.reshape(result.values, [b, h, w, config.hidden]));
  put("k", result.keys);
  put("logits", result.logits);
  put("class_map", result.classAttention);
  put("attribution", result.attribution);
  put("scalar_field", result.scalarField);
  put("area_mean", attendedArea(result.attention, "mean"));
  put("area_sum", attendedArea(result.attention, "sum"));
  put("area_loss", areaLoss(result.attention, config));
  put("ce", crossEntropy(result.logits, targets));
  put("total_loss", totalLoss(result, config, targets));
  return { ...got, ...drawnMaps(result.classAttention) };
}

function drawnMaps(maps: tf.Tensor4D): Got {
  const [b, n] = maps.shape;
  const values = maps.dataSync() as Float32Array;
  const each = values.length / b;
  const draw = (scaling: "joint" | "perClass") => {
    const images = Array.from({ length: b }, (_, i) => values.subarray(i * each, (i + 1) * each));
    return images.flatMap((image) => [...classMapImage(image, n, scaling)]);
  };
  return { "out.map_joint_u8": draw("joint"), "out.map_perclass_u8": draw("perClass") };
}

function totalLoss(result: SlotHeadResult, config: SlotHeadConfig, targets: number[]): tf.Scalar {
  const area = tf.mul(areaLoss(result.attention, config), config.lambda);
  return tf.add(crossEntropy(result.logits, targets), area);
}

/** Replays a stored case of the whole head: values of every step, the loss and all its gradients. */
export function replaySlotHead(arrays: NamedArrays, options: Record<string, unknown>): Got {
  return inScope(() => {
    const weights = toWeights(group(arrays, "w."));
    const features = channelsLast(arrays["in.features"]);
    const targets = [...arrays["in.target"].data];
    const config = readConfig(options, arrays["w.conv1x1.weight"].shape[0]);
    const got = collect(slotHead(features, weights, config), weights, config, targets);

    const names = Object.keys(weights);
    const loss = (...tensors: tf.Tensor[]) => {
      const given = Object.fromEntries(names.map((name, i) => [name, tensors[i + 1]]));
      return totalLoss(slotHead(tensors[0] as tf.Tensor4D, given, config), config, targets);
    };
    // A tensor the loss never meets (an unused to_q) has no gradient of its own: adding 0 times its sum gives zeros.
    const touched = (...tensors: tf.Tensor[]) =>
      tensors.reduce((sum, x) => tf.add(sum, tf.mul(tf.sum(x), 0)), loss(...tensors)) as tf.Scalar;
    const grads = tf.grads(touched)([features, ...names.map((name) => weights[name])]);
    got["grad.features"] = channelsFirst(grads[0]);
    names.forEach((name, i) => {
      const data = grads[i + 1].dataSync() as Float32Array;
      got[`grad.${name}`] = toFileLayout({ shape: grads[i + 1].shape, data }).data;
    });
    return got;
  });
}

/** Replays a stored GRU step: the next state, and the gradients of sum(h' * grad_output). */
export function replayGruCell(arrays: NamedArrays): Got {
  return inScope(() => {
    const tensor = (name: string) => tf.tensor(arrays[name].data, arrays[name].shape);
    const names = Object.keys(group(arrays, "w."));
    const step = (x: tf.Tensor, h: tf.Tensor, ...weights: tf.Tensor[]) =>
      gruCell(x, h, Object.fromEntries(names.map((name, i) => [`gru.${name}_l0`, weights[i]])), "gru");
    const given = [tensor("in.x"), tensor("in.h"), ...names.map((name) => tensor(`w.${name}`))];
    const grads = tf.grads(step as (...args: tf.Tensor[]) => tf.Tensor)(given, tensor("in.grad_output"));
    const got: Got = { "out.h_next": step(given[0], given[1], ...given.slice(2)).dataSync() };
    for (const [i, name] of ["x", "h", ...names].entries()) got[`grad.${name}`] = grads[i].dataSync();
    return got;
  });
}
