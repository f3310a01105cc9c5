import type { Backbone } from "../backbone/define-backbone.ts";
import type { Activation, BackboneOps, Conv, Pool } from "../backbone/ops.ts";
import type { NamedArrays } from "../named-array.ts";
import type { GraphBuilder, Value } from "./graph-builder.ts";

const window = ({ kernel, stride, pad }: Pool) => ({
  kernel_shape: [kernel, kernel],
  strides: [stride, stride],
  pads: [pad, pad, pad, pad],
});

/** The words of a backbone as ONNX operations, on folded weights; channels first, [b, c, h, w]. */
function exportOps(
  graph: GraphBuilder,
  folded: NamedArrays,
  onStage: (name: string, output: Value) => void,
): BackboneOps<Value> {
  const weight = (name: string) => graph.constant(folded[`backbone.${name}.weight`]);
  const bias = (name: string) => graph.constant(folded[`backbone.${name}.bias`]);
  const perChannel = (name: string, part: "weight" | "bias") => {
    const { data } = folded[`backbone.${name}.${part}`];
    return graph.constant({ shape: [1, data.length, 1, 1], data });
  };
  const activate = (x: Value, activation: Activation): Value => {
    if (activation === "linear") return x;
    if (activation === "relu") return graph.op("Relu", [x]);
    return graph.op("Clip", [x, graph.scalar(0), graph.scalar(6)]);
  };
  const convolve = (x: Value, { name, kernel, stride, groups }: Conv, hasBias: boolean): Value =>
    graph.op("Conv", [x, weight(name), ...(hasBias ? [bias(name)] : [])], {
      ...window({ kernel, stride, pad: (kernel - 1) / 2 }),
      group: groups,
    });
  /** [b, r c, h, w] -> [b, r, c, h, w], with the sizes at hand. */
  const bySplit = (x: Value, radix: number) => graph.reshape(x, [0, radix, -1, 0, 0]);

  return {
    conv: (x, conv) => convolve(x, conv, conv.bias),
    norm(x, { name }, activation) {
      const scaled = graph.op("Mul", [x, perChannel(name, "weight")]);
      return activate(graph.op("Add", [scaled, perChannel(name, "bias")]), activation);
    },
    convNorm: (x, conv, _norm, activation) => activate(convolve(x, conv, true), activation),
    relu: (x) => graph.op("Relu", [x]),
    add: (a, b) => graph.op("Add", [a, b]),
    concat: (parts) => graph.op("Concat", parts, { axis: 1 }),
    maxPool: (x, pool) => graph.op("MaxPool", [x], window(pool)),
    averagePool: (x, pool) =>
      graph.op("AveragePool", [x], {
        ...window(pool),
        ceil_mode: pool.ceil ? 1 : 0,
        count_include_pad: pool.countPad ? 1 : 0,
      }),
    globalAverage: (x) => graph.op("GlobalAveragePool", [x]),
    sumSplits: (x, radix) => graph.sum(bySplit(x, radix), [1]),
    weighSplits(x, gates, radix) {
      const shares = graph.op("Softmax", [graph.reshape(gates, [0, radix, -1, 1, 1])], { axis: 1 });
      return graph.sum(graph.op("Mul", [bySplit(x, radix), shares]), [1]);
    },
    stage(x, name) {
      onStage(name, x);
      return x;
    },
  };
}

/** Adds a backbone to a graph: images [b, 3, S, S] -> its last feature map [b, k, h, w]. */
export function exportBackbone(
  graph: GraphBuilder,
  backbone: Backbone,
  images: Value,
  folded: NamedArrays,
  onStage: (name: string, output: Value) => void = () => {},
): Value {
  return backbone.wire(images, exportOps(graph, folded, onStage));
}
