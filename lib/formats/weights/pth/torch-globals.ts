import { refuseDamaged, refuseGlobal } from "../pickle/refusal.ts";
import { Global, itemsOf, type Make, NamedValues, Tuple } from "../pickle/values.ts";
import type { ElementType } from "../stored-array.ts";
import { STORAGE_TYPES, Storage } from "./storage.ts";
import { TorchTensor } from "./torch-tensor.ts";

/** Element types by their names in torch. Those without a storage class of their own come with `_rebuild_tensor_v3`. */
export const ELEMENT_TYPES: Readonly<Record<string, ElementType>> = {
  ...{ float64: "F64", float32: "F32", float16: "F16", bfloat16: "BF16", complex64: "C64" },
  ...{ int64: "I64", int32: "I32", int16: "I16", int8: "I8", bool: "BOOL" },
  ...{ uint64: "U64", uint32: "U32", uint16: "U16", uint8: "U8" },
  ...{ float8_e5m2: "F8_E5M2", float8_e4m3fn: "F8_E4M3", float8_e8m0fnu: "F8_E8M0" },
  ...{ float8_e5m2fnuz: "F8_E5M2FNUZ", float8_e4m3fnuz: "F8_E4M3FNUZ" },
};

const refuseCall = (): never =>
  refuseDamaged("its pickle calls a known function with arguments it does not take");

/** (storage, offset, size, stride[, requires_grad, hooks[, metadata]]) */
const rebuildTensor: Make = ([storage, offset, size, stride, , , metadata]) => {
  if (!(storage instanceof Storage)) return refuseCall();
  return makeTensor(storage, storage.dtype, offset, size, stride, metadata);
};

/** (untyped storage, offset, size, stride, requires_grad, hooks, dtype[, metadata]) */
const rebuildTypedTensor: Make = ([storage, offset, size, stride, , , dtype, metadata]) => {
  if (!(storage instanceof Storage) || !(dtype instanceof Global)) return refuseCall();
  if (typeof dtype.meaning !== "string" || !Object.hasOwn(ELEMENT_TYPES, dtype.meaning)) return refuseCall();
  return makeTensor(storage, ELEMENT_TYPES[dtype.meaning], offset, size, stride, metadata);
};

function makeTensor(
  storage: Storage,
  dtype: ElementType,
  offset: unknown,
  size: unknown,
  stride: unknown,
  metadata: unknown,
): TorchTensor {
  const [shape, strides] = [itemsOf(size), itemsOf(stride)];
  if (!shape || !strides) return refuseCall();
  // Written only where the numbers stored are not the numbers meant: conjugate and negative views.
  if (metadata instanceof Map && metadata.size > 0)
    refuseDamaged("a tensor in it is a conjugate or negative view: call resolve_neg() before saving");
  return new TorchTensor(storage, dtype, offset, shape, strides);
}

/** (tensor, requires_grad, hooks[, state]) */
const rebuildParameter: Make = ([tensor]) => (tensor instanceof TorchTensor ? tensor : refuseCall());

/** Python 3 writes no arguments; Python 2 a list of pairs. */
const orderedDict: Make = ([pairs = []], account) => {
  const dict = new Map<unknown, unknown>();
  for (const pair of itemsOf(pairs) ?? refuseCall()) {
    const [key, value, ...rest] = itemsOf(pair) ?? refuseCall();
    if (value === undefined || rest.length > 0) return refuseCall();
    account.spend(1);
    account.countKey(key);
    dict.set(key, value);
  }
  return dict;
};

const set: Make = ([members = []], account) => {
  const items = itemsOf(members) ?? refuseCall();
  account.spend(items.length);
  for (const item of items) account.countKey(item);
  return new Set(items);
};

/** A step costs about as much memory as so many bytes. */
const TEXT_PER_STEP = 16;

/** How protocol 2 writes bytes: nothing, or a text of the same codes. */
const bytesFromText: Make = ([text = "", encoding = "latin1"], account) => {
  if (text instanceof Uint8Array) return text;
  if (typeof text !== "string" || !["latin1", "latin-1"].includes(encoding as string)) return refuseCall();
  account.spend(Math.ceil(text.length / TEXT_PER_STEP));
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) {
    const code = text.charCodeAt(i);
    bytes[i] = code > 255 ? refuseCall() : code;
  }
  return bytes;
};

const tuple: Make = ([items]) => new Tuple(itemsOf(items ?? []) ?? refuseCall());
const device: Make = ([type, index]) => {
  if (typeof type !== "string" || (typeof index !== "number" && index !== undefined)) return refuseCall();
  return index === undefined ? type : `${type}:${index}`;
};

const GLOBALS = new Map<string, Global>();
const allow = (name: string, make: Make | null, meaning?: unknown) =>
  GLOBALS.set(name, new Global(name, make, meaning));

allow("torch._utils._rebuild_tensor", rebuildTensor);
allow("torch._utils._rebuild_tensor_v2", rebuildTensor);
allow("torch._utils._rebuild_tensor_v3", rebuildTypedTensor);
allow("torch._utils._rebuild_parameter", rebuildParameter);
allow("torch._utils._rebuild_parameter_with_state", rebuildParameter);
allow("collections.OrderedDict", orderedDict);
allow("torch.Size", tuple);
allow("torch.device", device);
allow("argparse.Namespace", () => new NamedValues("argparse.Namespace"));
allow("_codecs.encode", bytesFromText);
for (const module of ["builtins", "__builtin__"]) {
  allow(`${module}.set`, set);
  allow(`${module}.frozenset`, set);
  allow(`${module}.bytes`, bytesFromText);
  allow(`${module}.bytearray`, bytesFromText);
}
for (const name of Object.keys(ELEMENT_TYPES)) allow(`torch.${name}`, null, name);
for (const name of Object.keys(STORAGE_TYPES)) {
  for (const module of ["torch", "torch.cuda", "torch.storage"]) allow(`${module}.${name}`, null, name);
}

/**
 * Every name that a checkpoint may use: rebuilding a tensor, storages and their types, and containers. What each stands for
 * is written above; no name leads out of this table. @throws AppError `invalid` naming the one that is not in it.
 */
export function findTorchGlobal(module: string, name: string): Global {
  return GLOBALS.get(`${module}.${name}`) ?? refuseGlobal(module, name);
}
