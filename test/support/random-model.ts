import { classifierName } from "#lib/scouter/backbone/define-backbone.ts";
import { findBackbone } from "#lib/scouter/backbone/registry.ts";
import { ModelConfig, SlotHeadConfig } from "#lib/scouter/model-config.ts";
import type { NamedArrays } from "#lib/scouter/named-array.ts";
import { bufferShapes, parameterShapes } from "#lib/scouter/parameters.ts";
import type { ImageBatch } from "#lib/tensor/model-view.ts";
import { createRandom, type Random } from "#lib/tensor/random.ts";

/** Drawing millions of numbers takes longer than running them: a backbone is drawn once, whatever stands on it. */
const backbones = new Map<string, NamedArrays>();

export interface RandomModelWish {
  backbone: string;
  kind: ModelConfig["kind"];
  size: number;
  head?: Partial<SlotHeadConfig>;
  classNames?: string[];
}

/**
 * A model as training might leave it: normalisations that are not the identity, so that a wrong folding shows, features
 * of ordinary size, and queries and keys large enough that attention is neither flat nor saturated.
 */
export function randomModel(wish: RandomModelWish): { config: ModelConfig; arrays: NamedArrays } {
  const { backbone, kind, size, head = {}, classNames = ["fox", "lion", "koala"] } = wish;
  const sign = kind === "scouter+" ? 1 : -1;
  const config = ModelConfig.parse({
    format: 1,
    kind,
    backbone,
    classNames,
    inputSize: size,
    normalisation: { mean: [0.5, 0.45, 0.4], std: [0.25, 0.24, 0.23] },
    slotHead: kind === "fc" ? null : SlotHeadConfig.parse({ sign, ...head }),
  });
  return { config, arrays: { ...drawn(config, false), ...drawBackbone(config) } };
}

function drawBackbone(config: ModelConfig): NamedArrays {
  const known = backbones.get(config.backbone) ?? drawn(config, true);
  backbones.set(config.backbone, known);
  return known;
}

function drawn(config: ModelConfig, ofBackbone: boolean): NamedArrays {
  const random = createRandom(config.backbone);
  const shapes = Object.entries({ ...parameterShapes(config), ...bufferShapes(config) });
  const classifier = classifierName(findBackbone(config.backbone));
  const wanted = shapes.filter(
    ([name]) => (name.startsWith("backbone.") && !name.startsWith(classifier)) === ofBackbone,
  );
  return Object.fromEntries(
    wanted.map(([name, shape]) => [name, { shape, data: draw(name, shape, random.fork(name)) }]),
  );
}

function draw(name: string, shape: number[], random: Random): Float32Array {
  const isNorm = name.startsWith("backbone.") && shape.length === 1;
  const [into, out] = [shape.slice(1), [shape[0], ...shape.slice(2)]].map((sizes) =>
    sizes.reduce((a, b) => a * b, 1),
  );
  // Convolutions keep the size of what passes through ReLUs (He et al. 2015, by fan out); linear layers as PyTorch draws them.
  const bound = name.startsWith("backbone.") ? Math.sqrt(6 / out) : 1 / Math.sqrt(into);
  const reach = /^slot\.to_[qk]\..*weight$/.test(name)
    ? 3 * bound
    : name === "slot.initial_slots"
      ? 2
      : bound;
  const value = () => {
    if (name.endsWith("running_var")) return 0.5 + random.uniform();
    if (isNorm && name.endsWith("weight")) return 0.25 + 0.2 * random.uniform();
    return (isNorm ? 0.3 : reach) * (2 * random.uniform() - 1);
  };
  return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, value);
}

/** Normalised pictures, standard normal. */
export function randomImages(count: number, size: number): ImageBatch {
  const random = createRandom("images");
  const data = Float32Array.from({ length: count * size * size * 3 }, random.normal);
  return { data, count, height: size, width: size };
}
