import { classifierName } from "./backbone/define-backbone.ts";
import { type LayerTensor, layersOf } from "./backbone/layers.ts";
import { findBackbone } from "./backbone/registry.ts";
import type { ModelConfig, SlotHeadConfig } from "./model-config.ts";

export type Shapes = Record<string, number[]>;

/** Names and file-layout shapes of everything a gradient may reach, in state_dict order. */
export function parameterShapes(config: ModelConfig): Shapes {
  return { ...backboneShapes(config, "parameter"), ...headShapes(config) };
}

/** Running statistics of the batch normalisations: part of the file, not trained. */
export function bufferShapes(config: ModelConfig): Shapes {
  return backboneShapes(config, "buffer");
}

/** Trained numbers of a model, as PyTorch counts them. */
export function parameterCount(config: ModelConfig): number {
  const sizes = Object.values(parameterShapes(config)).map((shape) => shape.reduce((a, b) => a * b, 1));
  return sizes.reduce((a, b) => a + b, 0);
}

function backboneShapes(config: ModelConfig, role: LayerTensor["role"]): Shapes {
  const { tensors } = layersOf(findBackbone(config.backbone), config.inputSize);
  const wanted = tensors.filter((tensor) => tensor.role === role);
  return Object.fromEntries(wanted.map(({ name, shape }) => [`backbone.${name}`, shape]));
}

/** What stands on the backbone: the baseline's linear layer or the slot head. */
export function headShapes(config: ModelConfig): Shapes {
  const backbone = findBackbone(config.backbone);
  const n = config.classNames.length;
  if (config.slotHead) return slotHeadShapes(config.slotHead, n, backbone.channels);
  const name = classifierName(backbone);
  return { [`${name}.weight`]: [n, backbone.channels], [`${name}.bias`]: [n] };
}

/** The authors' code has a query layer that it never applies; their checkpoints hold it. */
const UNUSED_QUERY = "slot.to_q.0.";

/** Whether a parameter takes no part in the model's answer: it has no gradient and is never trained. */
export function isUnused(name: string, head: SlotHeadConfig | null): boolean {
  return head !== null && head.queryLayers === 0 && name.startsWith(UNUSED_QUERY);
}

/** Shapes of the slot head alone, after the official state_dict. */
export function slotHeadShapes(head: SlotHeadConfig, classes: number, channels: number): Shapes {
  const d = head.hidden;
  const shapes: Shapes = {
    "conv1x1.weight": [d, channels, 1, 1],
    "conv1x1.bias": [d],
    "slot.initial_slots": [1, classes * head.slotsPerClass, d],
  };
  const linear = (name: string) => Object.assign(shapes, { [`${name}weight`]: [d, d], [`${name}bias`]: [d] });
  if (head.mode === "official" && head.queryLayers === 0) linear(UNUSED_QUERY);
  for (let i = 0; i < head.queryLayers; i++) linear(`slot.to_q.${2 * i}.`);
  for (let i = 0; i < head.keyLayers; i++) linear(`slot.to_k.${2 * i}.`);
  for (const source of ["ih", "hh"]) shapes[`slot.gru.weight_${source}_l0`] = [3 * d, d];
  for (const source of ["ih", "hh"]) shapes[`slot.gru.bias_${source}_l0`] = [3 * d];
  return shapes;
}
