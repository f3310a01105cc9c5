import { classifierName } from "../backbone/define-backbone.ts";
import { layersOf } from "../backbone/layers.ts";
import { findBackbone } from "../backbone/registry.ts";
import { foldModel } from "../infer.ts";
import type { ModelConfig } from "../model-config.ts";
import type { NamedArrays } from "../named-array.ts";
import { exportBackbone } from "./export-backbone.ts";
import { exportSlotHead, type SlotHeadValues } from "./export-slot-head.ts";
import { GraphBuilder, type Value } from "./graph-builder.ts";

function exportFcHead(graph: GraphBuilder, features: Value, arrays: NamedArrays, name: string): Value {
  const pooled = graph.op("Flatten", [graph.op("GlobalAveragePool", [features])]);
  const [weight, bias] = ["weight", "bias"].map((part) => graph.constant(arrays[`${name}.${part}`]));
  return graph.op("Gemm", [pooled, weight, bias], { transB: 1 });
}

/**
 * The model as an ONNX file, opset 17, normalisations folded into the convolutions.
 * Input `images` [batch, 3, S, S], normalised. Outputs `logits` [batch, n], `features` [batch, k, h, w] and, with a slot head,
 * `attention` and `attribution` [batch, n, h, w].
 */
export function exportOnnx(config: ModelConfig, arrays: NamedArrays): Uint8Array {
  const graph = new GraphBuilder();
  const backbone = findBackbone(config.backbone);
  const folded = foldModel(config, arrays);
  const { inputSize: size } = config;
  const n = config.classNames.length;
  const { height, width, channels } = layersOf(backbone, size).output;
  const images = graph.input("images", ["batch", 3, size, size]);
  const features = exportBackbone(graph, backbone, images, folded);
  const slots: SlotHeadValues | null = config.slotHead
    ? exportSlotHead(graph, features, folded, config.slotHead, { classes: n, height, width })
    : null;

  const logits = slots?.logits ?? exportFcHead(graph, features, folded, classifierName(backbone));
  graph.output(logits, "logits", ["batch", n]);
  graph.output(features, "features", ["batch", channels, height, width]);
  if (slots) {
    graph.output(slots.attention, "attention", ["batch", n, height, width]);
    graph.output(slots.attribution, "attribution", ["batch", n, height, width]);
  }
  return graph.build(`whynot-${config.kind}`, { whynot: JSON.stringify(config) });
}
