import { classifierName } from "../backbone/define-backbone.ts";
import { layersOf } from "../backbone/layers.ts";
import { findBackbone } from "../backbone/registry.ts";
import { foldModel } from "../infer.ts";
import type { ModelConfig } from "../model-config.ts";
import { CONFIG_KEY } from "../model-file.ts";
import type { NamedArrays } from "../named-array.ts";
import { exportBackbone } from "./export-backbone.ts";
import { exportSlotHead, type SlotHeadValues } from "./export-slot-head.ts";
import { GraphBuilder, type Value } from "./graph-builder.ts";

function exportFcHead(graph: GraphBuilder, features: Value, arrays: NamedArrays, name: string): Value {
  graph.scope = name;
  const pooled = graph.op("Flatten", [graph.op("GlobalAveragePool", [features])]);
  const [weight, bias] = ["weight", "bias"].map((part) =>
    graph.constant(arrays[`${name}.${part}`], `${name}.${part}`),
  );
  return graph.op("Gemm", [pooled, weight, bias], { transB: 1 }, name);
}

const list = (values: readonly number[]) => `(${values.join(", ")})`;

function describeInput({ normalisation, inputSize: size }: ModelConfig): string {
  const { mean, std } = normalisation;
  return (
    `RGB pictures, resized (bilinear, antialiased) to ${size} x ${size}, ` +
    `x = (byte / 255 - mean) / std per channel with mean ${list(mean)} and std ${list(std)}.`
  );
}

function describeModel({ kind, backbone, classNames }: ModelConfig): string {
  const head = kind === "fc" ? "a fully connected head" : `a slot attention head (${kind})`;
  return (
    `A classifier of ${classNames.length} classes: ${backbone} with ${head}, normalisations folded into the convolutions. ` +
    "Its whole configuration, class names included, is JSON under `whynot` in the metadata."
  );
}

/**
 * The model as an ONNX file, opset 17, normalisations folded into the convolutions.
 * Input `images` [batch, 3, S, S], normalised. Outputs `logits` [batch, n], `features` [batch, k, h, w] and, with a slot head,
 * `attention` and `attribution` [batch, n, h, w].
 * @param producerVersion of the program that writes the file
 * @throws AppError `too_large` beyond 2 GB
 */
export function exportOnnx(config: ModelConfig, arrays: NamedArrays, producerVersion = ""): Uint8Array {
  const graph = new GraphBuilder();
  const backbone = findBackbone(config.backbone);
  const folded = foldModel(config, arrays);
  const { inputSize: size } = config;
  const n = config.classNames.length;
  const { height, width, channels } = layersOf(backbone, size).output;
  const images = graph.input("images", ["batch", 3, size, size], describeInput(config));
  const features = exportBackbone(graph, backbone, images, folded);
  const slots: SlotHeadValues | null = config.slotHead
    ? exportSlotHead(graph, features, folded, config.slotHead, { classes: n, height, width })
    : null;

  const logits = slots?.logits ?? exportFcHead(graph, features, folded, classifierName(backbone));
  graph.output(logits, "logits", ["batch", n], "Before the softmax, one a class.");
  graph.output(features, "features", ["batch", channels, height, width], "The last feature map.");
  if (slots) {
    const shape = ["batch", n, height, width];
    graph.output(slots.attention, "attention", shape, "Last attention of each class, summed over its slots.");
    graph.output(slots.attribution, "attribution", shape, "What each cell adds to the logit, exactly.");
  }
  return graph.build({
    name: `${config.backbone}-${config.kind}`,
    docString: describeModel(config),
    metadata: { [CONFIG_KEY]: JSON.stringify(config), classes: JSON.stringify(config.classNames) },
    producerVersion,
  });
}
