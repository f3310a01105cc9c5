import { decodeOnnx } from "#lib/formats/onnx/decode.ts";
import { encodeOnnx } from "#lib/formats/onnx/encode.ts";
import { ELEMENT_TYPE } from "#lib/formats/onnx/messages.ts";
import { GraphBuilder, type Size, type Value } from "#lib/scouter/onnx/graph-builder.ts";
import { createRandom } from "#lib/tensor/random.ts";

type Decoded = ReturnType<typeof decodeOnnx>;

/** Nothing that a writer would leave out: "", no bytes, an unset dimension. */
function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDefaults);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  const isDefault = (key: string, item: unknown) =>
    item === "" ||
    (item instanceof Uint8Array && item.length === 0) ||
    (item === 0 && ["f", "i", "dimValue", "type", "dataLocation", "elemType"].includes(key));
  const kept = Object.entries(value).filter(([key, item]) => !isDefault(key, item));
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutDefaults(item)]));
}

/** The same file with something changed. */
export function edited(file: Uint8Array, change: (model: Decoded) => void): Uint8Array {
  const model = decodeOnnx(file);
  change(model);
  return encodeOnnx(withoutDefaults(model) as Decoded);
}

export interface OnnxWish {
  layout?: "nchw" | "nhwc";
  size?: Size | readonly [Size, Size];
  batch?: Size;
  channels?: Size;
  classes?: number;
  type?: "float32" | "uint8";
  /** What the graph does to pictures first: x / by - mean, per channel. */
  prepare?: { by: number; mean: number[] };
  /** "flat": a linear layer on the pixels, no feature map anywhere. */
  body?: "residual" | "flat";
  end?: "logits" | "softmax" | "composed-softmax" | "sigmoid";
  /** Besides the scores; before them. */
  embedding?: boolean;
  /** Flattens with the batch written into the graph, as careless exporters do. */
  fixedReshape?: number;
  metadata?: Record<string, string>;
}

/**
 * A small classifier in any of the forms that exporters write: a 3x3 convolution halving the size, a residual block, and a linear
 * layer on the mean (or, flat, on the pixels). Channels 8; weights depend on nothing but the numbers of classes and channels.
 */
export function onnxClassifier(wish: OnnxWish = {}): Uint8Array {
  const { layout = "nchw", size = 32, batch = "batch", channels = 3, classes = 4 } = wish;
  const { type = "float32", body = "residual", end = "logits" } = wish;
  const graph = new GraphBuilder();
  const random = createRandom("onnx classifier");
  const weight = (name: string, shape: number[]): Value => {
    const own = random.fork(name);
    const count = shape.reduce((a, b) => a * b, 1);
    return graph.constant(
      { shape, data: Float32Array.from({ length: count }, () => 0.5 * own.normal()) },
      name,
    );
  };
  const [height, width] = typeof size === "object" ? size : [size, size];
  const axes = layout === "nchw" ? [channels, height, width] : [height, width, channels];
  const elemType = type === "uint8" ? ELEMENT_TYPE.uint8 : ELEMENT_TYPE.float;
  let x = graph.input("pixels", [batch, ...axes], "", elemType);
  if (type === "uint8") x = graph.op("Cast", [x], { to: ELEMENT_TYPE.float });
  if (wish.prepare) {
    const { by, mean } = wish.prepare;
    const shape = layout === "nchw" ? [mean.length, 1, 1] : [mean.length];
    x = graph.op("Div", [x, graph.scalar(by)]);
    x = graph.op("Sub", [x, graph.constant({ shape, data: Float32Array.from(mean) }, "mean")]);
  }
  if (layout === "nhwc") x = graph.op("Transpose", [x], { perm: [0, 3, 1, 2] });

  const depth = typeof channels === "number" ? channels : 3;
  const pooled = body === "flat" ? x : residual(graph, x, depth, weight);
  const features = body === "flat" ? depth * Number(height) * Number(width) : 8;
  const vector = wish.fixedReshape
    ? graph.reshape(pooled, [wish.fixedReshape, features])
    : graph.op("Flatten", [pooled]);
  const logits = graph.op(
    "Gemm",
    [vector, weight("fc.weight", [classes, features]), weight("fc.bias", [classes])],
    {
      transB: 1,
    },
  );
  if (wish.embedding) graph.output(graph.op("Tanh", [vector]), "embedding", [batch, features]);
  graph.output(activated(graph, logits, end), "scores", [batch, classes]);
  return graph.build({ name: "test", docString: "", metadata: wish.metadata ?? {}, producerVersion: "0" });
}

function residual(
  graph: GraphBuilder,
  x: Value,
  depth: number,
  weight: (name: string, shape: number[]) => Value,
): Value {
  const pads = { kernel_shape: [3, 3], pads: [1, 1, 1, 1] };
  const stem = graph.op(
    "Relu",
    [graph.op("Conv", [x, weight("stem", [8, depth, 3, 3])], { ...pads, strides: [2, 2] }, "stem.out")],
    {},
    "stem.relu",
  );
  const inner = graph.op("Conv", [stem, weight("block", [8, 8, 3, 3])], pads, "block.out");
  const sum = graph.op("Add", [inner, stem], {}, "block.add");
  return graph.op("GlobalAveragePool", [graph.op("Relu", [sum], {}, "block.relu")]);
}

function activated(graph: GraphBuilder, logits: Value, end: OnnxWish["end"]): Value {
  if (end === "softmax") return graph.op("Identity", [graph.op("Softmax", [logits], { axis: 1 })]);
  if (end === "sigmoid") return graph.op("Sigmoid", [logits]);
  if (end !== "composed-softmax") return graph.op("Identity", [logits]);
  const powers = graph.op("Exp", [logits]);
  return graph.op("Div", [powers, graph.sum(powers, [1], 1)]);
}

/** A classifier that asks for `gigabytes` of memory on the way to its scores. */
export function greedyClassifier(gigabytes: number): Uint8Array {
  const graph = new GraphBuilder();
  const pixels = graph.input("pixels", ["batch", 3, 32, 32]);
  const mean = graph.op("GlobalAveragePool", [pixels]);
  const wide = graph.op("Expand", [
    mean,
    graph.integers([1, 3, 1 << 14, Math.round((gigabytes * 2 ** 28) / 3 / (1 << 14))]),
  ]);
  graph.output(graph.sum(wide, [2, 3]), "scores", ["batch", 3]);
  return graph.build({ name: "greedy", docString: "", metadata: {}, producerVersion: "0" });
}
