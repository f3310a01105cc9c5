import type { Random } from "#lib/tensor/random.ts";
import type { ModelConfig } from "./model-config.ts";
import type { NamedArrays } from "./named-array.ts";
import { bufferShapes, parameterShapes } from "./parameters.ts";

const filled = (count: number, value: () => number) => Float32Array.from({ length: count }, value);

/** Numbers into one unit of a weight: the product of all but the first axis. */
const fanIn = (shape: number[]) => shape.slice(1).reduce((a, b) => a * b, 1);

/**
 * Initial slots: mu + |s| n per class and channel, with mu, s ~ N(0,1) shared by the classes and n ~ N(0,1).
 * The authors draw N(mu, s) with a signed s; |s| has the same law and is defined.
 */
function initialSlots([, rows, d]: number[], random: Random): Float32Array {
  const mu = filled(d, random.normal);
  const spread = filled(d, () => Math.abs(random.normal()));
  return Float32Array.from({ length: rows * d }, (_, i) => mu[i % d] + spread[i % d] * random.normal());
}

/** @param weight shape of the weight that a bias belongs to; of the tensor itself otherwise */
function draw(name: string, shape: number[], weight: number[], random: Random): Float32Array {
  const count = shape.reduce((a, b) => a * b, 1);
  if (name === "slot.initial_slots") return initialSlots(shape, random);
  const isNorm = name.startsWith("backbone.") && weight.length === 1;
  if (isNorm) return filled(count, () => (name.endsWith(".bias") ? 0 : 1));
  if (name.startsWith("backbone.") && shape.length === 4) {
    // He et al. 2015 by fan out: the ReLU halves the variance.
    const deviation = Math.sqrt(2 / (shape[0] * shape[2] * shape[3]));
    return filled(count, () => deviation * random.normal());
  }
  const bound = 1 / Math.sqrt(fanIn(weight));
  return filled(count, () => bound * (2 * random.uniform() - 1));
}

/**
 * Fresh weights in PyTorch's default laws: U(+-1/sqrt(fan in)) for linear layers, the 1x1 convolution and the GRU (there
 * with the hidden size), He normal by fan out for the backbone's convolutions, 1 and 0 for normalisations.
 * Every tensor has its own stream of `random`, so the backbone does not depend on the head.
 */
export function initialise(config: ModelConfig, random: Random): NamedArrays {
  const arrays: NamedArrays = {};
  const shapes = parameterShapes(config);
  for (const [name, shape] of Object.entries(shapes)) {
    const weight =
      shapes[name.replace(/bias$/, "weight").replace(/^slot\.gru\.bias/, "slot.gru.weight")] ?? shape;
    arrays[name] = { shape, data: draw(name, shape, weight, random.fork(name)) };
  }
  for (const [name, shape] of Object.entries(bufferShapes(config))) {
    arrays[name] = { shape, data: filled(shape[0], () => (name.endsWith("var") ? 1 : 0)) };
  }
  return arrays;
}
