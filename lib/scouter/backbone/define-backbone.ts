import type { BackboneOps } from "./ops.ts";

export interface Backbone {
  /** The name in commands, files and pages: torchvision's or timm's. */
  id: string;
  cites: string;
  /** state_dict name of the linear layer that classifies its pooled features. */
  classifier: string;
  /** Channels of the last feature map. */
  channels: number;
  /** The smallest input side that leaves a feature map of 1 x 1. */
  minInput: number;
  /** Input side and normalisation that its published weights were trained with; what a new model gets unless told. */
  input: { size: number; mean: readonly number[]; std: readonly number[] };
  /**
   * The network up to its last feature map, images [b, h, w, 3] -> [b, h', w', channels]. Layers are called in the order of
   * the state_dict, under its names without prefix.
   */
  wire<X>(images: X, ops: BackboneOps<X>): X;
}

/** Channel means and deviations of ImageNet, in 0..1: what torchvision and timm normalise by. */
export const IMAGENET_INPUT = { size: 224, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };

/** Declares a backbone; registry.ts lists it. */
export const defineBackbone = (backbone: Backbone): Backbone => backbone;

/** State_dict name of the linear layer in a whole model. */
export const classifierName = (backbone: Backbone) => `backbone.${backbone.classifier}`;
