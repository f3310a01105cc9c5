import { toFloat32 } from "#lib/formats/weights/read-numbers.ts";
import { readWeights } from "#lib/formats/weights/read-weights.ts";
import { layersOf } from "../backbone/layers.ts";
import { findBackbone } from "../backbone/registry.ts";
import type { ModelConfig } from "../model-config.ts";
import { CONFIG_KEY, readModelFile } from "../model-file.ts";
import type { NamedArrays } from "../named-array.ts";

/** Trained numbers to begin with: a model of this project, or a PyTorch state_dict that says nothing of itself. */
export interface InitialModel {
  /** Null where the file holds numbers alone: the backbone has to be named then. */
  config: ModelConfig | null;
  arrays: NamedArrays;
}

/** Of DataParallel and torch.compile. */
const WRAPPERS = ["module.", "_orig_mod."];
const PREFIX = "backbone.";

/**
 * Reads a model file, or any weights that PyTorch saved. @throws AppError `invalid` with the reason, see readWeights
 */
export function readInitialModel(file: Uint8Array): InitialModel {
  const { arrays, metadata } = readWeights(file, { prefixes: WRAPPERS });
  if (metadata[CONFIG_KEY] !== undefined) return readModelFile(file);
  const numbers = Object.entries(arrays).filter(([, { dtype }]) => /^(F64|F32|F16|BF16)$/.test(dtype));
  const converted = numbers.map(([name, array]) => [
    name,
    { shape: array.shape, data: toFloat32(name, array) },
  ]);
  return { config: null, arrays: Object.fromEntries(converted) };
}

/** The numbers under this project's names: those of a bare backbone get its prefix. */
export function underOwnNames({ arrays }: InitialModel, config: ModelConfig): NamedArrays {
  const { tensors } = layersOf(findBackbone(config.backbone), config.inputSize);
  const bare = tensors.filter(({ name }) => name in arrays).length;
  const prefixed = tensors.filter(({ name }) => PREFIX + name in arrays).length;
  if (bare <= prefixed) return arrays;
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [PREFIX + name, array]));
}
