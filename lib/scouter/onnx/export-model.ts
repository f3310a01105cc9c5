import { TINY_RESIDUAL_CHANNELS, TINY_RESIDUAL_STRIDE, tinyResidual } from "../backbone/tiny-residual.ts";
import { foldModel } from "../infer.ts";
import type { ModelConfig } from "../model-config.ts";
import type { NamedArrays } from "../named-array.ts";
import { exportSlotHead, type SlotHeadValues } from "./export-slot-head.ts";
import { GraphBuilder, type Value } from "./graph-builder.ts";

function exportFcHead(graph: GraphBuilder, features: Value, arrays: NamedArrays): Value {
  const pooled = graph.op("Flatten", [graph.op("GlobalAveragePool", [features])]);
  const [weight, bias] = ["weight", "bias"].map((part) => graph.constant(arrays[`backbone.fc.${part}`]));
  return graph.op("Gemm", [pooled, weight, bias], { transB: 1 });
}

function exportBackbone(graph: GraphBuilder, images: Value, folded: NamedArrays): Value {
  return tinyResidual(images, {
    relu: (x) => graph.op("Relu", [x]),
    add: (a, b) => graph.op("Add", [a, b]),
    convNorm: (x, { conv, kernel, stride }) => {
      const [weight, bias] = ["weight", "bias"].map((part) => graph.constant(folded[`${conv}.${part}`]));
      const pad = (kernel - 1) / 2;
      return graph.op("Conv", [x, weight, bias], {
        kernel_shape: [kernel, kernel],
        strides: [stride, stride],
        pads: [pad, pad, pad, pad],
      });
    },
  });
}

/**
 * The model as an ONNX file, opset 17, normalisations folded into the convolutions.
 * Input `images` [batch, 3, S, S], normalised. Outputs `logits` [batch, n], `features` [batch, k, h, w] and, with a slot head,
 * `attention` and `attribution` [batch, n, h, w].
 */
export function exportOnnx(config: ModelConfig, arrays: NamedArrays): Uint8Array {
  const graph = new GraphBuilder();
  const folded = foldModel(arrays);
  const { inputSize: size } = config;
  const n = config.classNames.length;
  const side = size / TINY_RESIDUAL_STRIDE;
  const images = graph.input("images", ["batch", 3, size, size]);
  const features = exportBackbone(graph, images, folded);
  const slots: SlotHeadValues | null = config.slotHead
    ? exportSlotHead(graph, features, folded, config.slotHead, { classes: n, height: side, width: side })
    : null;

  graph.output(slots?.logits ?? exportFcHead(graph, features, folded), "logits", ["batch", n]);
  graph.output(features, "features", ["batch", TINY_RESIDUAL_CHANNELS, side, side]);
  if (slots) {
    graph.output(slots.attention, "attention", ["batch", n, side, side]);
    graph.output(slots.attribution, "attribution", ["batch", n, side, side]);
  }
  return graph.build(`whynot-${config.kind}`, { whynot: JSON.stringify(config) });
}
