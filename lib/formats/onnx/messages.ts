/** The part of the ONNX schema (onnx.proto) that is read and written here: nothing else of a file is looked at. */

export interface OnnxModel {
  irVersion: number;
  producerName: string;
  producerVersion: string;
  domain: string;
  docString: string;
  graph?: OnnxGraph;
  opsetImport: OperatorSet[];
  metadataProps: StringEntry[];
  /** Operations defined in the file itself. */
  functions: OnnxFunction[];
}

export interface OnnxGraph {
  node: OnnxNode[];
  name: string;
  initializer: OnnxTensor[];
  docString: string;
  input: ValueInfo[];
  output: ValueInfo[];
  sparseInitializer: SparseTensor[];
}

export interface OnnxFunction {
  name: string;
  domain: string;
  node: OnnxNode[];
}

export interface OnnxNode {
  input: string[];
  output: string[];
  name: string;
  opType: string;
  attribute: OnnxAttribute[];
  /** Whose operation it is: "" for ONNX's own. */
  domain: string;
}

export interface OnnxAttribute {
  name: string;
  f: number;
  i: number;
  s: Uint8Array;
  t?: OnnxTensor;
  g?: OnnxGraph;
  floats: number[];
  ints: number[];
  tensors: OnnxTensor[];
  graphs: OnnxGraph[];
  type: number;
  sparseTensor?: SparseTensor;
  sparseTensors: SparseTensor[];
}

export interface OnnxTensor {
  dims: number[];
  dataType: number;
  /** Little-endian float32, where the numbers are not in `rawData`. */
  floatData: Uint8Array;
  name: string;
  rawData: Uint8Array;
  externalData: StringEntry[];
  dataLocation: number;
}

export interface SparseTensor {
  values?: OnnxTensor;
  indices?: OnnxTensor;
}

export interface ValueInfo {
  name: string;
  type?: { tensorType?: TensorType };
  docString: string;
}

export interface TensorType {
  elemType: number;
  shape?: { dim: Dimension[] };
}

/** A size, or the name of a free one, or (0 and "") nothing known. */
export interface Dimension {
  dimValue: number;
  dimParam: string;
}

export interface StringEntry {
  key: string;
  value: string;
}

export interface OperatorSet {
  domain: string;
  version: number;
}

type Scalar = "int" | "float" | "string" | "bytes";
/** Number in the schema, type (a scalar, or the name of a message), and whether it is a list. */
export type Field = readonly [id: number, type: Scalar | MessageName, rule?: "repeated"];

export type MessageName =
  | "Model"
  | "Graph"
  | "Function"
  | "Node"
  | "Attribute"
  | "Tensor"
  | "SparseTensor"
  | "ValueInfo"
  | "Type"
  | "TensorType"
  | "Shape"
  | "Dimension"
  | "StringEntry"
  | "OperatorSet";

/** Field numbers are those of onnx.proto. */
export const MESSAGES: Readonly<Record<MessageName, Readonly<Record<string, Field>>>> = {
  Model: {
    irVersion: [1, "int"],
    producerName: [2, "string"],
    producerVersion: [3, "string"],
    domain: [4, "string"],
    docString: [6, "string"],
    graph: [7, "Graph"],
    opsetImport: [8, "OperatorSet", "repeated"],
    metadataProps: [14, "StringEntry", "repeated"],
    functions: [25, "Function", "repeated"],
  },
  Graph: {
    node: [1, "Node", "repeated"],
    name: [2, "string"],
    initializer: [5, "Tensor", "repeated"],
    docString: [10, "string"],
    input: [11, "ValueInfo", "repeated"],
    output: [12, "ValueInfo", "repeated"],
    sparseInitializer: [15, "SparseTensor", "repeated"],
  },
  Function: { name: [1, "string"], node: [7, "Node", "repeated"], domain: [10, "string"] },
  Node: {
    input: [1, "string", "repeated"],
    output: [2, "string", "repeated"],
    name: [3, "string"],
    opType: [4, "string"],
    attribute: [5, "Attribute", "repeated"],
    domain: [7, "string"],
  },
  Attribute: {
    name: [1, "string"],
    f: [2, "float"],
    i: [3, "int"],
    s: [4, "bytes"],
    t: [5, "Tensor"],
    g: [6, "Graph"],
    floats: [7, "float", "repeated"],
    ints: [8, "int", "repeated"],
    tensors: [10, "Tensor", "repeated"],
    graphs: [11, "Graph", "repeated"],
    type: [20, "int"],
    sparseTensor: [22, "SparseTensor"],
    sparseTensors: [23, "SparseTensor", "repeated"],
  },
  Tensor: {
    dims: [1, "int", "repeated"],
    dataType: [2, "int"],
    floatData: [4, "bytes"],
    name: [8, "string"],
    rawData: [9, "bytes"],
    externalData: [13, "StringEntry", "repeated"],
    dataLocation: [14, "int"],
  },
  SparseTensor: { values: [1, "Tensor"], indices: [2, "Tensor"] },
  ValueInfo: { name: [1, "string"], type: [2, "Type"], docString: [3, "string"] },
  Type: { tensorType: [1, "TensorType"] },
  TensorType: { elemType: [1, "int"], shape: [2, "Shape"] },
  Shape: { dim: [1, "Dimension", "repeated"] },
  Dimension: { dimValue: [1, "int"], dimParam: [2, "string"] },
  StringEntry: { key: [1, "string"], value: [2, "string"] },
  OperatorSet: { domain: [1, "string"], version: [2, "int"] },
};

/** Codes of TensorProto.DataType. */
export const ELEMENT_TYPE = { float: 1, uint8: 2, int64: 7, float16: 10, double: 11 } as const;
/** Codes of AttributeProto.AttributeType. */
export const ATTRIBUTE_TYPE = { float: 1, int: 2, ints: 7 } as const;

/** How a field is stored: varint, length and bytes, or four bytes. */
export const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;
