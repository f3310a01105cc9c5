import type { Backbone } from "../backbone/define-backbone.ts";
import type { Activation, BackboneOps, Conv, Pool } from "../backbone/ops.ts";
import type { NamedArrays } from "../named-array.ts";
import type { GraphBuilder, Value } from "./graph-builder.ts";

const PREFIX = "backbone.";

const window = ({ kernel, stride, pad }: Pool) => ({
  kernel_shape: [kernel, kernel],
  strides: [stride, stride],
  pads: [pad, pad, pad, pad],
});

/** "backbone.layer1.0" of "layer1.0.conv2": the module whose other operations have no name in the state_dict. */
const moduleOf = (name: string) => (PREFIX + name).slice(0, (PREFIX + name).lastIndexOf("."));

/**
 * The words of a backbone as ONNX operations, on folded weights; channels first, [b, c, h, w]. Convolutions and weights
 * have their state_dict names, other operations the name of the module they follow.
 */
function exportOps(
  graph: GraphBuilder,
  folded: NamedArrays,
  onStage: (name: string, output: Value) => void,
): BackboneOps<Value> {
  const constant = (name: string) => graph.constant(folded[PREFIX + name], PREFIX + name);
  const perChannel = (name: string) => {
    const { data } = folded[PREFIX + name];
    return graph.constant({ shape: [1, data.length, 1, 1], data }, PREFIX + name);
  };
  const activate = (x: Value, activation: Activation): Value => {
    if (activation === "linear") return x;
    if (activation === "relu") return graph.op("Relu", [x]);
    return graph.op("Clip", [x, graph.scalar(0), graph.scalar(6)]);
  };
  const convolve = (x: Value, { name, kernel, stride, groups }: Conv, hasBias: boolean): Value => {
    graph.scope = moduleOf(name);
    const inputs = [x, constant(`${name}.weight`), ...(hasBias ? [constant(`${name}.bias`)] : [])];
    const attributes = { ...window({ kernel, stride, pad: (kernel - 1) / 2 }), group: groups };
    return graph.op("Conv", inputs, attributes, PREFIX + name);
  };
  const sumSplits = (x: Value, radix: number): Value =>
    graph.split(x, 1, radix).reduce((sum, part) => graph.op("Add", [sum, part]));

  return {
    conv: (x, conv) => convolve(x, conv, conv.bias),
    norm(x, { name }, activation) {
      graph.scope = moduleOf(name);
      const scaled = graph.op("Mul", [x, perChannel(`${name}.weight`)], {}, `${PREFIX}${name}/Mul`);
      const shifted = graph.op("Add", [scaled, perChannel(`${name}.bias`)], {}, PREFIX + name);
      return activate(shifted, activation);
    },
    convNorm: (x, conv, _norm, activation) => activate(convolve(x, conv, true), activation),
    relu: (x) => graph.op("Relu", [x]),
    add(a, b) {
      // The projection of a shortcut is a module in the block that adds it.
      graph.scope = graph.scope.replace(/\.downsample$/, "");
      return graph.op("Add", [a, b]);
    },
    concat: (parts) => graph.op("Concat", parts, { axis: 1 }),
    maxPool: (x, pool) => graph.op("MaxPool", [x], window(pool)),
    averagePool: (x, pool) =>
      graph.op("AveragePool", [x], {
        ...window(pool),
        ceil_mode: pool.ceil ? 1 : 0,
        count_include_pad: pool.countPad ? 1 : 0,
      }),
    globalAverage: (x) => graph.op("GlobalAveragePool", [x]),
    sumSplits,
    weighSplits(x, gates, radix) {
      const bySplit = graph.reshape(gates, [0, radix, -1, 1]);
      const shares = graph.reshape(graph.op("Softmax", [bySplit], { axis: 1 }), [0, -1, 1, 1]);
      return sumSplits(graph.op("Mul", [x, shares]), radix);
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
