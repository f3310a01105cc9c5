import { quote, refuseDamaged } from "../pickle/refusal.ts";
import { byteLength, type StoredArray } from "../stored-array.ts";
import type { Storage } from "./storage.ts";
import type { TorchTensor } from "./torch-tensor.ts";

/**
 * The numbers of a tensor in row-major order, smallest byte first. A view into the file where they lie so already, else a
 * copy: the caller bounds how much may be copied (a stride of 0 repeats a number without end).
 */
export function gather(tensor: TorchTensor): StoredArray {
  const { dtype, shape, offset, storage } = tensor;
  const width = byteLength(dtype, [1]);
  const source = bytesOf(storage);
  const length = byteLength(dtype, shape);
  if (length === 0) return { dtype, shape, bytes: new Uint8Array() };
  const start = offset * width;
  const bytes = tensor.isContiguous
    ? source.subarray(start, start + length)
    : copyStrided(tensor, source, width, new Uint8Array(length));
  if (!storage.block.bigEndian) return { dtype, shape, bytes };
  // The two parts of a complex number are turned round each by itself.
  return { dtype, shape, bytes: turned(bytes, dtype === "C64" ? width / 2 : width) };
}

function bytesOf({ block, dtype, start, count }: Storage): Uint8Array {
  if (block.bytes === null) refuseDamaged(`storage ${quote(block.key)} is missing`);
  return block.bytes.subarray(byteLength(dtype, [start]), byteLength(dtype, [start + count]));
}

/** Counts through all indices like an odometer, the last axis fastest. */
function copyStrided(
  { shape, strides, offset }: TorchTensor,
  source: Uint8Array,
  width: number,
  target: Uint8Array,
): Uint8Array {
  const index = shape.map(() => 0);
  let from = offset * width;
  for (let to = 0; to < target.length; to += width) {
    for (let k = 0; k < width; k++) target[to + k] = source[from + k];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis] * width;
      if (++index[axis] < shape[axis]) break;
      from -= shape[axis] * strides[axis] * width;
      index[axis] = 0;
    }
  }
  return target;
}

/** A copy with the bytes of every word in reverse. */
function turned(bytes: Uint8Array, word: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (let at = 0; at < copy.length; at += word) copy.subarray(at, at + word).reverse();
  return copy;
}
