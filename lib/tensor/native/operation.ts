import type { Tensor, TensorInfo } from "@tensorflow/tfjs-core";

/** The part of tfjs-node's backend that runs a TensorFlow operation by name. */
export interface NativeBackend {
  binding: Record<string, number>;
  executeMultipleOutputs(
    name: string,
    attributes: object[],
    inputs: readonly TensorInfo[],
    outputs: number,
  ): Tensor[];
}

/** Attribute values: numbers are integers unless marked, `{ type }` is a data type. */
export type AttributeValue =
  | string
  | boolean
  | number
  | number[]
  | { float: number }
  | { type: "float" | "int32" | "int64" };

const TYPES = { float: "TF_FLOAT", int32: "TF_INT32", int64: "TF_INT64" };

function encode(binding: NativeBackend["binding"], name: string, value: AttributeValue): object {
  if (typeof value === "string") return { name, type: binding.TF_ATTR_STRING, value };
  if (typeof value === "boolean") return { name, type: binding.TF_ATTR_BOOL, value };
  if (typeof value === "number" || Array.isArray(value)) return { name, type: binding.TF_ATTR_INT, value };
  if ("float" in value) return { name, type: binding.TF_ATTR_FLOAT, value: value.float };
  return { name, type: binding.TF_ATTR_TYPE, value: binding[TYPES[value.type]] };
}

/** Runs one TensorFlow operation; T is float32 unless given otherwise. */
export function operation(
  backend: object,
  name: string,
  attributes: Record<string, AttributeValue>,
  inputs: readonly TensorInfo[],
  outputs = 1,
): Tensor[] {
  const native = backend as NativeBackend;
  const all = { T: { type: "float" } as const, ...attributes };
  const encoded = Object.entries(all).map(([key, value]) => encode(native.binding, key, value));
  return native.executeMultipleOutputs(name, encoded, inputs, outputs);
}
