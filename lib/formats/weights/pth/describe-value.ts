import { quote } from "../pickle/refusal.ts";
import { Global, NamedValues, Tuple } from "../pickle/values.ts";
import { describeArray } from "../stored-array.ts";
import { TorchTensor } from "./torch-tensor.ts";

/** A few words on a value of a checkpoint: `3`, `"resnet18"`, `a dictionary of 12`. */
export function describeValue(value: unknown): string {
  if (value === null) return "None";
  if (typeof value === "string")
    return value.length > 60 ? `a text of ${value.length} characters` : quote(value);
  if (typeof value === "bigint") return "a whole number beyond 2^53";
  if (value instanceof TorchTensor) return `a tensor ${describeArray(value)}`;
  if (value instanceof Map) return `a dictionary of ${value.size}`;
  if (value instanceof Set) return `a set of ${value.size}`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value instanceof Tuple) return `a tuple of ${value.items.length}`;
  if (value instanceof NamedValues) return `${value.type} of ${value.values.size}`;
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (value instanceof Global) return value.name;
  return typeof value === "object" ? "a storage" : String(value);
}
