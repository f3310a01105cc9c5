import type { NamedArray } from "../named-array.ts";
import { ATTRIBUTE_TYPE, ELEMENT_TYPE, encodeModel } from "./messages.ts";

/** Opset of the exported graphs: every operation used has its present form in it, and all current runtimes read it. */
export const OPSET = 17;
/** Version of the file format that goes with it. */
const IR_VERSION = 8;

/** Name of a value in the graph. */
export type Value = string;
type Attribute = number | number[];
/** A number, or the name of a free dimension. */
export type Dimension = number | string;

function describeValue(name: Value, shape: Dimension[]) {
  const dim = shape.map((size) => (typeof size === "number" ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: ELEMENT_TYPE.float, shape: { dim } } } };
}

function describeAttribute(name: string, value: Attribute) {
  if (Array.isArray(value)) return { name, ints: value, type: ATTRIBUTE_TYPE.ints };
  return { name, i: value, type: ATTRIBUTE_TYPE.int };
}

const bytesOf = (data: Float32Array | BigInt64Array) =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** Collects nodes and constants; every call returns the name of the value it adds. */
export class GraphBuilder {
  readonly #nodes: object[] = [];
  readonly #constants: object[] = [];
  readonly #inputs: object[] = [];
  readonly #outputs: object[] = [];
  #count = 0;

  #fresh(kind: string): Value {
    return `${kind}_${this.#count++}`;
  }

  input(name: Value, shape: Dimension[]): Value {
    this.#inputs.push(describeValue(name, shape));
    return name;
  }

  /** Gives a value the name under which a session returns it. */
  output(value: Value, name: string, shape: Dimension[]): void {
    this.#nodes.push({ input: [value], output: [name], name, opType: "Identity" });
    this.#outputs.push(describeValue(name, shape));
  }

  /** A float constant. */
  constant({ shape, data }: NamedArray, name = this.#fresh("constant")): Value {
    this.#constants.push({ name, dims: shape, dataType: ELEMENT_TYPE.float, rawData: bytesOf(data) });
    return name;
  }

  scalar(value: number): Value {
    return this.constant({ shape: [], data: Float32Array.of(value) });
  }

  /** A vector of whole numbers: shapes and axes. */
  integers(values: number[]): Value {
    const name = this.#fresh("integers");
    const rawData = bytesOf(BigInt64Array.from(values.map(BigInt)));
    this.#constants.push({ name, dims: [values.length], dataType: ELEMENT_TYPE.int64, rawData });
    return name;
  }

  /** One operation with one result. */
  op(opType: string, inputs: Value[], attributes: Record<string, Attribute> = {}): Value {
    return this.#add(opType, inputs, attributes, 1)[0];
  }

  /** `parts` equal pieces along an axis. */
  split(value: Value, axis: number, sizes: number[]): Value[] {
    return this.#add("Split", [value, this.integers(sizes)], { axis }, sizes.length);
  }

  reshape(value: Value, shape: number[]): Value {
    return this.op("Reshape", [value, this.integers(shape)]);
  }

  sum(value: Value, axes: number[], keepdims: 0 | 1 = 0): Value {
    return this.op("ReduceSum", [value, this.integers(axes)], { keepdims });
  }

  #add(opType: string, input: Value[], attributes: Record<string, Attribute>, results: number): Value[] {
    const output = Array.from({ length: results }, () => this.#fresh(opType));
    const attribute = Object.entries(attributes).map(([name, value]) => describeAttribute(name, value));
    this.#nodes.push({ input, output, name: output[0], opType, attribute });
    return output;
  }

  /** The file's bytes. */
  build(name: string, metadata: Record<string, string>): Uint8Array {
    return encodeModel({
      irVersion: IR_VERSION,
      producerName: "whynot",
      opsetImport: [{ domain: "", version: OPSET }],
      metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
      graph: {
        name,
        node: this.#nodes,
        initializer: this.#constants,
        input: this.#inputs,
        output: this.#outputs,
      },
    });
  }
}
