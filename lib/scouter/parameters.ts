import { TINY_RESIDUAL_CHANNELS, TINY_RESIDUAL_UNITS } from "./backbone/tiny-residual.ts";
import type { ModelConfig, SlotHeadConfig } from "./model-config.ts";

export type Shapes = Record<string, number[]>;

/** Names and file-layout shapes of everything a gradient reaches, in state_dict order. */
export function parameterShapes(config: ModelConfig): Shapes {
  const n = config.classNames.length;
  const backbone: Shapes = {};
  for (const { conv, norm, in: from, out, kernel } of TINY_RESIDUAL_UNITS) {
    backbone[`${conv}.weight`] = [out, from, kernel, kernel];
    backbone[`${norm}.weight`] = [out];
    backbone[`${norm}.bias`] = [out];
  }
  if (config.slotHead) return { ...backbone, ...slotHeadShapes(config.slotHead, n) };
  return { ...backbone, "backbone.fc.weight": [n, TINY_RESIDUAL_CHANNELS], "backbone.fc.bias": [n] };
}

/** Shapes of the slot head alone, after the official state_dict. */
export function slotHeadShapes(head: SlotHeadConfig, classes: number): Shapes {
  const d = head.hidden;
  const shapes: Shapes = {
    "conv1x1.weight": [d, TINY_RESIDUAL_CHANNELS, 1, 1],
    "conv1x1.bias": [d],
    "slot.initial_slots": [1, classes * head.slotsPerClass, d],
  };
  for (const [network, layers] of [
    ["to_q", head.queryLayers],
    ["to_k", head.keyLayers],
  ] as const) {
    for (let i = 0; i < layers; i++) {
      shapes[`slot.${network}.${2 * i}.weight`] = [d, d];
      shapes[`slot.${network}.${2 * i}.bias`] = [d];
    }
  }
  for (const source of ["ih", "hh"]) shapes[`slot.gru.weight_${source}_l0`] = [3 * d, d];
  for (const source of ["ih", "hh"]) shapes[`slot.gru.bias_${source}_l0`] = [3 * d];
  return shapes;
}

/** Running statistics of the batch normalisations: part of the file, not trained. */
export function bufferShapes(): Shapes {
  const shapes: Shapes = {};
  for (const { norm, out } of TINY_RESIDUAL_UNITS) {
    shapes[`${norm}.running_mean`] = [out];
    shapes[`${norm}.running_var`] = [out];
  }
  return shapes;
}
