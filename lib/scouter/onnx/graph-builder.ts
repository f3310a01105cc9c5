import { AppError } from "#lib/errors.ts";
import { encodeOnnx, type Partly } from "#lib/formats/onnx/encode.ts";
import {
  ATTRIBUTE_TYPE,
  ELEMENT_TYPE,
  type OnnxAttribute,
  type OnnxNode,
  type OnnxTensor,
  type ValueInfo,
} from "#lib/formats/onnx/messages.ts";
import type { NamedArray } from "../named-array.ts";

/** Opset of the exported graphs: every operation used has its present form in it, and all current runtimes read it. */
export const OPSET = 17;
/** Version of the file format that goes with it. */
const IR_VERSION = 8;
/** Protobuf writes no message of 2 GiB or more. */
const LARGEST_FILE = 2 ** 31 - 1;

/** Name of a value in the graph. */
export type Value = string;
type Attribute = number | number[];
/** A number, or the name of a free dimension. */
export type Size = number | string;

/** What a reader of the file is told. */
export interface GraphFacts {
  name: string;
  docString: string;
  metadata: Record<string, string>;
  producerVersion: string;
}

function describeValue(name: Value, shape: Size[], elemType: number, docString: string): Partly<ValueInfo> {
  const dim = shape.map((size) => (typeof size === "number" ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType, shape: { dim } } }, docString };
}

function describeAttribute(name: string, value: Attribute): Partly<OnnxAttribute> {
  if (Array.isArray(value)) return { name, ints: value, type: ATTRIBUTE_TYPE.ints };
  return { name, i: value, type: ATTRIBUTE_TYPE.int };
}

const bytesOf = (data: Float32Array | BigInt64Array) =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** Collects nodes and constants; every call returns the name of the value it adds. */
export class GraphBuilder {
  readonly #nodes: (Partly<OnnxNode> & { input: Value[]; output: Value[] })[] = [];
  readonly #constants = new Map<Value, Partly<OnnxTensor>>();
  readonly #inputs: Partly<ValueInfo>[] = [];
  readonly #outputs: Partly<ValueInfo>[] = [];
  readonly #names = new Map<string, number>();
  #constantBytes = 0;
  /** Part of the network that nodes without a name of their own are named after, as `layer1.0`. */
  scope = "";

  /** `scope/kind`, with a number from the second one of a name on. */
  #fresh(kind: string): Value {
    const name = this.scope === "" ? kind : `${this.scope}/${kind}`;
    const count = this.#names.get(name) ?? 0;
    this.#names.set(name, count + 1);
    return count === 0 ? name : `${name}_${count}`;
  }

  input(name: Value, shape: Size[], docString = "", elemType: number = ELEMENT_TYPE.float): Value {
    this.#inputs.push(describeValue(name, shape, elemType, docString));
    return name;
  }

  /** Gives a value the name under which a session returns it; its former name is gone. */
  output(value: Value, name: string, shape: Size[], docString = ""): void {
    const renamed = (values: Value[]) => values.map((each) => (each === value ? name : each));
    for (const node of this.#nodes) {
      node.input = renamed(node.input);
      node.output = renamed(node.output);
    }
    this.#outputs.push(describeValue(name, shape, ELEMENT_TYPE.float, docString));
  }

  /** A float constant, kept once under its name. */
  constant({ shape, data }: NamedArray, name: Value): Value {
    return this.#keep(name, { dims: shape, dataType: ELEMENT_TYPE.float, rawData: bytesOf(data) });
  }

  scalar(value: number): Value {
    return this.constant({ shape: [], data: Float32Array.of(value) }, `scalar_${value}`);
  }

  /** A vector of whole numbers: shapes and axes. */
  integers(values: number[]): Value {
    const rawData = bytesOf(BigInt64Array.from(values.map(BigInt)));
    return this.#keep(`integers_${values.join("_")}`, {
      dims: [values.length],
      dataType: ELEMENT_TYPE.int64,
      rawData,
    });
  }

  #keep(name: Value, tensor: Partly<OnnxTensor> & { rawData: Uint8Array }): Value {
    if (!this.#constants.has(name)) {
      this.#constants.set(name, { ...tensor, name });
      this.#constantBytes += tensor.rawData.length;
    }
    return name;
  }

  /** One operation with one result, called `name` or after the scope. */
  op(opType: string, inputs: Value[], attributes: Record<string, Attribute> = {}, name?: string): Value {
    return this.#add(opType, inputs, attributes, name ?? this.#fresh(opType), 1)[0];
  }

  /** `parts` equal pieces along an axis. */
  split(value: Value, axis: number, parts: number): Value[] {
    return this.#add("Split", [value], { axis }, this.#fresh("Split"), parts);
  }

  reshape(value: Value, shape: number[]): Value {
    return this.op("Reshape", [value, this.integers(shape)]);
  }

  sum(value: Value, axes: number[], keepdims: 0 | 1 = 0): Value {
    return this.op("ReduceSum", [value, this.integers(axes)], { keepdims });
  }

  #add(
    opType: string,
    input: Value[],
    attributes: Record<string, Attribute>,
    name: string,
    results: number,
  ): Value[] {
    const output = Array.from({ length: results }, (_, i) => (results === 1 ? name : `${name}.${i}`));
    const attribute = Object.entries(attributes).map(([key, value]) => describeAttribute(key, value));
    this.#nodes.push({ input: [...input], output, name, opType, attribute });
    return output;
  }

  /** The file's bytes. @throws AppError `too_large` for what no ONNX file can hold in one piece */
  build(facts: GraphFacts, largest = LARGEST_FILE): Uint8Array {
    const tooLarge = (bytes: number) => {
      if (bytes <= largest) return;
      throw new AppError(
        "too_large",
        `This model is ${Math.ceil(bytes / 1e6)} MB; an ONNX file holds 2 GB at most. Export it as safetensors.`,
      );
    };
    tooLarge(this.#constantBytes);
    const { name, docString, metadata, producerVersion } = facts;
    const file = encodeOnnx({
      irVersion: IR_VERSION,
      producerName: "whynot",
      producerVersion,
      docString,
      opsetImport: [{ domain: "", version: OPSET }],
      metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
      graph: {
        name,
        docString,
        node: this.#nodes,
        initializer: [...this.#constants.values()],
        input: this.#inputs,
        output: this.#outputs,
      },
    });
    tooLarge(file.length);
    return file;
  }
}
