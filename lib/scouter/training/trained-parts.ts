import { AppError } from "#lib/errors.ts";
import { layersOf } from "../backbone/layers.ts";
import { findBackbone } from "../backbone/registry.ts";
import type { ModelConfig } from "../model-config.ts";
import { bufferShapes, isUnused, parameterShapes } from "../parameters.ts";
import type { TrainingSettings } from "./settings.ts";

/** What a training moves, by state_dict name. */
export interface TrainedParts {
  /** Parameters that get gradients, in state_dict order. */
  names: string[];
  /** Normalisations whose running statistics follow their batches. */
  norms: string[];
  /** The whole backbone stands still: features can be computed once. */
  isHeadOnly: boolean;
}

/** Stages that stand still. @throws AppError `invalid` for a stage that the backbone does not have */
function frozenStages(config: ModelConfig, freeze: string): Set<string> {
  const stages = layersOf(findBackbone(config.backbone), config.inputSize).stages.map(({ name }) => name);
  if (freeze === "none") return new Set();
  if (freeze === "backbone") return new Set(stages);
  const last = stages.indexOf(freeze);
  if (last >= 0) return new Set(stages.slice(0, last + 1));
  throw new AppError(
    "invalid",
    `${config.backbone} has no stage ${freeze} to freeze: choose none, backbone or one of ${stages.join(", ")}.`,
  );
}

/** What moves under these settings. @throws AppError `invalid` for a stage that the backbone does not have */
export function trainedParts(config: ModelConfig, settings: TrainingSettings): TrainedParts {
  const frozen = frozenStages(config, settings.freeze);
  const { tensors } = layersOf(findBackbone(config.backbone), config.inputSize);
  const still = new Set(
    tensors.filter(({ stage }) => frozen.has(stage)).map(({ name }) => `backbone.${name}`),
  );
  const names = Object.keys(parameterShapes(config)).filter(
    (name) => !still.has(name) && !isUnused(name, config.slotHead),
  );
  const norms = Object.keys(bufferShapes(config))
    .filter((name) => name.endsWith(".running_mean") && !still.has(name))
    .map((name) => name.slice(0, -".running_mean".length));
  return {
    names,
    norms: settings.statistics === "batch" ? norms : [],
    isHeadOnly: tensors.every(({ stage }) => frozen.has(stage)),
  };
}
