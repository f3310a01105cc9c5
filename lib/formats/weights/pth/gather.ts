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
  let bytes = source.subarray(offset * width, offset * width + length);
  if (!tensor.isContiguous) {
    bytes = new Uint8Array(length);
    // Words move several times as fast as bytes; a record that is not aligned to them is moved byte by byte.
    const wordBytes = [4, 2].find((size) => width % size === 0 && source.byteOffset % size === 0) ?? 1;
    copyStrided(tensor, wordsOf(source, wordBytes), wordsOf(bytes, wordBytes), width / wordBytes);
  }
  if (!storage.block.bigEndian) return { dtype, shape, bytes };
  // The two parts of a complex number are turned round each by itself.
  return { dtype, shape, bytes: turned(bytes, dtype === "C64" ? width / 2 : width) };
}

function bytesOf({ block, dtype, start, count }: Storage): Uint8Array {
  if (block.bytes === null) refuseDamaged(`storage ${quote(block.key)} is missing`);
  return block.bytes.subarray(byteLength(dtype, [start]), byteLength(dtype, [start + count]));
}

type Words = Uint32Array | Uint16Array | Uint8Array;

/** The same memory in words, without what does not fill one. */
function wordsOf(bytes: Uint8Array, wordBytes: number): Words {
  const count = Math.floor(bytes.length / wordBytes);
  if (wordBytes === 4) return new Uint32Array(bytes.buffer, bytes.byteOffset, count);
  return wordBytes === 2 ? new Uint16Array(bytes.buffer, bytes.byteOffset, count) : bytes;
}

/** Runs along the last axis, and through the others like an odometer. */
function copyStrided({ shape, strides, offset }: TorchTensor, from: Words, to: Words, words: number): void {
  const last = shape.length - 1;
  const index = shape.map(() => 0);
  const step = strides[last] * words;
  let start = offset * words;
  for (let next = 0; next < to.length; ) {
    for (let i = 0, at = start; i < shape[last]; i++, at += step)
      for (let k = 0; k < words; k++) to[next++] = from[at + k];
    for (let axis = last - 1; axis >= 0; axis--) {
      start += strides[axis] * words;
      if (++index[axis] < shape[axis]) break;
      start -= shape[axis] * strides[axis] * words;
      index[axis] = 0;
    }
  }
}

/** A copy with the bytes of every word in reverse. */
function turned(bytes: Uint8Array, word: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (let at = 0; at < copy.length; at += word) copy.subarray(at, at + word).reverse();
  return copy;
}
