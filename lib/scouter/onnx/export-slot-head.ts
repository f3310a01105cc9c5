import type { SlotHeadConfig } from "../model-config.ts";
import type { NamedArray, NamedArrays } from "../named-array.ts";
import { positionEncoding } from "../position-encoding.ts";
import { SMALLEST_ROW_SUM } from "../slot-attention.ts";
import type { GraphBuilder, Value } from "./graph-builder.ts";

/** Values of the graph, shaped as in SlotHeadResult. */
export interface SlotHeadValues {
  logits: Value;
  attention: Value;
  attribution: Value;
}

function transposed({ shape: [out, into], data }: NamedArray): NamedArray {
  const turned = new Float32Array(data.length);
  for (let o = 0; o < out; o++) for (let i = 0; i < into; i++) turned[i * out + o] = data[o * into + i];
  return { shape: [into, out], data: turned };
}

/** Writes the equations of `slotHead` as ONNX operations; one class an inference graph. */
class SlotHeadExport {
  readonly #graph: GraphBuilder;
  readonly #arrays: NamedArrays;
  readonly #config: SlotHeadConfig;

  constructor(graph: GraphBuilder, arrays: NamedArrays, config: SlotHeadConfig) {
    this.#graph = graph;
    this.#arrays = arrays;
    this.#config = config;
  }

  #constant(name: string): Value {
    return this.#graph.constant(this.#arrays[name], name);
  }

  #linear(x: Value, weight: string, bias: string): Value {
    const kernel = this.#graph.constant(transposed(this.#arrays[weight]), `${weight}.T`);
    return this.#graph.op("Add", [this.#graph.op("MatMul", [x, kernel]), this.#constant(bias)]);
  }

  #multilayer(x: Value, prefix: string, layers: number): Value {
    let y = x;
    for (let i = 0; i < layers; i++) {
      const name = `${prefix}.${2 * i}`;
      y = this.#linear(i === 0 ? y : this.#graph.op("Relu", [y]), `${name}.weight`, `${name}.bias`);
    }
    return y;
  }

  #gruCell(x: Value, h: Value): Value {
    const g = this.#graph;
    const gates = (value: Value, source: string) =>
      g.split(this.#linear(value, `slot.gru.weight_${source}_l0`, `slot.gru.bias_${source}_l0`), 2, 3);
    const input = gates(x, "ih");
    const hidden = gates(h, "hh");
    const reset = g.op("Sigmoid", [g.op("Add", [input[0], hidden[0]])]);
    const keep = g.op("Sigmoid", [g.op("Add", [input[1], hidden[1]])]);
    const candidate = g.op("Tanh", [g.op("Add", [input[2], g.op("Mul", [reset, hidden[2]])])]);
    return g.op("Add", [candidate, g.op("Mul", [keep, g.op("Sub", [h, candidate])])]);
  }

  #normaliseRows(products: Value): Value {
    const g = this.#graph;
    if (this.#config.mode === "paper") return products;
    const row = g.sum(this.#config.mode === "abs" ? g.op("Abs", [products]) : products, [2], 1);
    const total = g.sum(row, [1], 1);
    const least = g.scalar(SMALLEST_ROW_SUM);
    const tiny = g.op("Less", [g.op("Abs", [row]), least]);
    return g.op("Mul", [g.op("Div", [products, g.op("Where", [tiny, least, row])]), total]);
  }

  /** X [b, p, d] from features [b, k, h, w]. */
  #values(features: Value, cells: number): Value {
    const g = this.#graph;
    const inputs = [features, this.#constant("conv1x1.weight"), this.#constant("conv1x1.bias")];
    const projected = g.op("Conv", inputs, {}, "conv1x1");
    const flat = g.reshape(g.op("Relu", [projected]), [0, this.#config.hidden, cells]);
    return g.op("Transpose", [flat], { perm: [0, 2, 1] });
  }

  /** Last attention A [b, m, p] and updates U [b, m, d]. */
  #attend(values: Value, keys: Value): { attention: Value; updates: Value } {
    const g = this.#graph;
    const { hidden, iterations, queryLayers, scale, divisor } = this.#config;
    const turnedKeys = g.op("Transpose", [keys], { perm: [0, 2, 1] });
    let slots = this.#constant("slot.initial_slots");
    let attention = "";
    let updates = "";
    for (let t = 0; t < iterations; t++) {
      g.scope = `slot.pass${t}`;
      if (t > 0) slots = this.#gruCell(updates, slots);
      const queries = this.#multilayer(slots, "slot.to_q", queryLayers);
      let products = g.op("MatMul", [queries, turnedKeys]);
      if (scale === "rsqrt_d") products = g.op("Mul", [products, g.scalar(1 / Math.sqrt(hidden))]);
      attention = g.op("Sigmoid", [this.#normaliseRows(products)]);
      updates = g.op("MatMul", [attention, values]);
      if (divisor === "d") updates = g.op("Mul", [updates, g.scalar(1 / hidden)]);
    }
    return { attention, updates };
  }

  build(features: Value, classes: number, height: number, width: number): SlotHeadValues {
    const g = this.#graph;
    const { hidden, keyLayers, slotsPerClass, sign, divisor } = this.#config;
    const cells = height * width;
    g.scope = "slot.keys";
    const values = this.#values(features, cells);
    const grid = { shape: [1, cells, hidden], data: positionEncoding(height, width, hidden) };
    const encoding = g.constant(grid, "slot.position_encoding");
    const keys = this.#multilayer(g.op("Add", [values, encoding]), "slot.to_k", keyLayers);
    const { attention, updates } = this.#attend(values, keys);

    g.scope = "slot.classes";
    const bySlot = g.reshape(g.sum(updates, [2]), [0, classes, slotsPerClass]);
    const logits = g.op("Mul", [g.sum(bySlot, [2]), g.scalar(sign)]);
    const byClass = g.sum(g.reshape(attention, [0, classes, slotsPerClass, cells]), [2]);
    const field = g.op("Unsqueeze", [g.sum(values, [2]), g.integers([1])]);
    const weight = g.scalar(sign / (divisor === "d" ? hidden : 1));
    const attribution = g.op("Mul", [g.op("Mul", [byClass, field]), weight]);
    const asMaps = (value: Value) => g.reshape(value, [0, classes, height, width]);
    return { logits, attention: asMaps(byClass), attribution: asMaps(attribution) };
  }
}

/** Adds the slot head to a graph. features [b, k, height, width] -> logits [b, n], attention and attribution [b, n, h, w]. */
export function exportSlotHead(
  graph: GraphBuilder,
  features: Value,
  arrays: NamedArrays,
  config: SlotHeadConfig,
  size: { classes: number; height: number; width: number },
): SlotHeadValues {
  return new SlotHeadExport(graph, arrays, config).build(features, size.classes, size.height, size.width);
}
