import type { Random } from "#lib/tensor/random.ts";
import { layersOf } from "./backbone/layers.ts";
import { findBackbone } from "./backbone/registry.ts";
import { initialise } from "./initialise.ts";
import type { ModelConfig } from "./model-config.ts";
import type { NamedArrays } from "./named-array.ts";

/** A model of which the layers from the output down to `layer` no longer know what was learned. */
export interface RandomisedModel {
  /** The lowest one drawn anew: "head", or a stage of the backbone. */
  layer: string;
  arrays: NamedArrays;
}

const PREFIX = "backbone.";

/**
 * The cascade of Adebayo et al. (2018): the head drawn anew, then the last stage as well, down to the first. The last model has
 * none of the trained weights: it is `initialise(config, random)`. Untouched tensors are shared, not copied.
 */
export function randomiseFromTop(
  config: ModelConfig,
  trained: NamedArrays,
  random: Random,
): RandomisedModel[] {
  const fresh = initialise(config, random);
  const { tensors, stages } = layersOf(findBackbone(config.backbone), config.inputSize);
  const stageOf = new Map(tensors.map(({ name, stage }) => [PREFIX + name, stage]));
  const layers = ["head", ...stages.map(({ name }) => name).reverse()];
  let arrays = trained;
  return layers.map((layer) => {
    const own = Object.entries(fresh).filter(([name]) => (stageOf.get(name) ?? "head") === layer);
    arrays = { ...arrays, ...Object.fromEntries(own) };
    return { layer, arrays };
  });
}
