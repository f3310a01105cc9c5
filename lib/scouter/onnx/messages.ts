import protobuf from "protobufjs/light.js";

type Fields = Record<string, [id: number, type: string, rule?: "repeated"]>;

function message(fields: Fields): protobuf.IType {
  const entries = Object.entries(fields).map(([name, [id, type, rule]]) => [
    name,
    { id, type, ...(rule && { rule }) },
  ]);
  return { fields: Object.fromEntries(entries) };
}

/** The part of the ONNX schema that an exported classifier uses; field numbers are those of onnx.proto. */
const root = protobuf.Root.fromJSON({
  nested: {
    Model: message({
      irVersion: [1, "int64"],
      producerName: [2, "string"],
      graph: [7, "Graph"],
      opsetImport: [8, "OperatorSet", "repeated"],
      metadataProps: [14, "StringEntry", "repeated"],
    }),
    StringEntry: message({ key: [1, "string"], value: [2, "string"] }),
    OperatorSet: message({ domain: [1, "string"], version: [2, "int64"] }),
    Graph: message({
      node: [1, "Node", "repeated"],
      name: [2, "string"],
      initializer: [5, "Tensor", "repeated"],
      input: [11, "ValueInfo", "repeated"],
      output: [12, "ValueInfo", "repeated"],
    }),
    Node: message({
      input: [1, "string", "repeated"],
      output: [2, "string", "repeated"],
      name: [3, "string"],
      opType: [4, "string"],
      attribute: [5, "Attribute", "repeated"],
    }),
    Attribute: message({
      name: [1, "string"],
      f: [2, "float"],
      i: [3, "int64"],
      ints: [8, "int64", "repeated"],
      type: [20, "int32"],
    }),
    Tensor: message({
      dims: [1, "int64", "repeated"],
      dataType: [2, "int32"],
      name: [8, "string"],
      rawData: [9, "bytes"],
    }),
    ValueInfo: message({ name: [1, "string"], type: [2, "Type"] }),
    Type: message({ tensorType: [1, "TensorType"] }),
    TensorType: message({ elemType: [1, "int32"], shape: [2, "Shape"] }),
    Shape: message({ dim: [1, "Dimension", "repeated"] }),
    Dimension: message({ dimValue: [1, "int64"], dimParam: [2, "string"] }),
  },
});

/** Codes of the schema's enums. */
export const ELEMENT_TYPE = { float: 1, int64: 7 } as const;
export const ATTRIBUTE_TYPE = { float: 1, int: 2, ints: 7 } as const;

/** Serialises a Model message given as plain objects with the field names above. */
export function encodeModel(model: Record<string, unknown>): Uint8Array {
  const type = root.lookupType("Model");
  return type.encode(type.fromObject(model)).finish();
}
