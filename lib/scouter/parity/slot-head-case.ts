import * as tf from "@tensorflow/tfjs-core";
import { readTensors } from "#lib/tensor/read-tensors.ts";
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

const channelsFirst = (tensor: tf.Tensor): tf.Tensor => tf.transpose(tensor, [0, 3, 1, 2]);

type Got = Record<string, ArrayLike<number>>;

/** Every intermediate the case stores, from one forward pass. */
function collect(result: SlotHeadResult, weights: Weights, config: SlotHeadConfig, targets: number[]) {
  const last = result.passes.length - 1;
  const [b, h, w] = result.scalarField.shape;
  const found: Record<string, tf.Tensor> = {
    [`out.dots_${last}`]: result.passes[last].products,
    "out.features_relu": channelsFirst(tf.reshape(result.values, [b, h, w, config.hidden])),
    "out.k": result.keys,
    "out.logits": result.logits,
    "out.class_map": result.classAttention,
    "out.attribution": result.attribution,
    "out.scalar_field": result.scalarField,
    "out.area_mean": attendedArea(result.attention, "mean"),
    "out.area_sum": attendedArea(result.attention, "sum"),
    "out.area_loss": areaLoss(result.attention, config),
    "out.ce": crossEntropy(result.logits, targets),
    "out.total_loss": totalLoss(result, config, targets),
  };
  for (const [t, { attention, updates, slots }] of result.passes.entries()) {
    const [count, m, d] = updates.shape as [number, number, number];
    const flat = (x: tf.Tensor) => tf.reshape(x, [count * m, d]);
    found[`out.attn_${t}`] = attention;
    found[`out.updates_${t}`] = updates;
    found[`out.slots_${t + 1}`] = gruCell(flat(updates), flat(slots), weights);
  }
  return found;
}

function drawnMaps(values: Float32Array, pictures: number, classes: number): Got {
  const each = values.length / pictures;
  const draw = (scaling: "joint" | "perClass") => {
    const images = Array.from({ length: pictures }, (_, i) => values.subarray(i * each, (i + 1) * each));
    return images.flatMap((image) => [...classMapImage(image, classes, scaling)]);
  };
  return { "out.map_joint_u8": draw("joint"), "out.map_perclass_u8": draw("perClass") };
}

function totalLoss(result: SlotHeadResult, config: SlotHeadConfig, targets: number[]): tf.Scalar {
  const area = tf.mul(areaLoss(result.attention, config), config.lambda);
  return tf.add(crossEntropy(result.logits, targets), area);
}

/** The loss's gradients in the features and in every weight, in the engine's layout. */
function gradientsOf(features: tf.Tensor4D, weights: Weights, config: SlotHeadConfig, targets: number[]) {
  const names = Object.keys(weights);
  const loss = (...tensors: tf.Tensor[]) => {
    const given = Object.fromEntries(names.map((name, i) => [name, tensors[i + 1]]));
    return totalLoss(slotHead(tensors[0] as tf.Tensor4D, given, config), config, targets);
  };
  // A tensor the loss never meets (an unused to_q) has no gradient of its own: adding 0 times its sum gives zeros.
  const touched = (...tensors: tf.Tensor[]) =>
    tensors.reduce((sum, x) => tf.add(sum, tf.mul(tf.sum(x), 0)), loss(...tensors)) as tf.Scalar;
  const [first, ...rest] = tf.grads(touched)([features, ...names.map((name) => weights[name])]);
  const ofWeights = names.map((name, i) => [`grad.${name}`, rest[i]] as const);
  return { "grad.features": channelsFirst(first), ...Object.fromEntries(ofWeights) };
}

/** Replays a stored case of the whole head: values of every step, the loss and all its gradients. */
export async function replaySlotHead(arrays: NamedArrays, options: Record<string, unknown>): Promise<Got> {
  const config = readConfig(options, arrays["w.conv1x1.weight"].shape[0]);
  const targets = [...arrays["in.target"].data];
  const shapes = new Map<string, number[]>();
  const read = await readTensors<string>(() => {
    const weights = toWeights(group(arrays, "w."));
    for (const [name, { shape }] of Object.entries(weights)) shapes.set(`grad.${name}`, shape);
    const features = channelsLast(arrays["in.features"]);
    return {
      ...collect(slotHead(features, weights, config), weights, config, targets),
      ...gradientsOf(features, weights, config, targets),
    };
  });
  const got: Got = { ...read };
  for (const [name, shape] of shapes) got[name] = toFileLayout({ shape, data: read[name] }).data;
  const classes = read["out.logits"].length / targets.length;
  return { ...got, ...drawnMaps(read["out.class_map"], targets.length, classes) };
}

/** Replays a stored GRU step: the next state, and the gradients of sum(h' * grad_output). */
export function replayGruCell(arrays: NamedArrays): Promise<Got> {
  return readTensors<string>(() => {
    const tensor = (name: string) => tf.tensor(arrays[name].data, arrays[name].shape);
    const names = Object.keys(group(arrays, "w."));
    const step = (x: tf.Tensor, h: tf.Tensor, ...weights: tf.Tensor[]) =>
      gruCell(x, h, Object.fromEntries(names.map((name, i) => [`gru.${name}_l0`, weights[i]])), "gru");
    const given = [tensor("in.x"), tensor("in.h"), ...names.map((name) => tensor(`w.${name}`))];
    const grads = tf.grads(step as (...args: tf.Tensor[]) => tf.Tensor)(given, tensor("in.grad_output"));
    const ofEach = ["x", "h", ...names].map((name, i) => [`grad.${name}`, grads[i]] as const);
    return { "out.h_next": step(given[0], given[1], ...given.slice(2)), ...Object.fromEntries(ofEach) };
  });
}
