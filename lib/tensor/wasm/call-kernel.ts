import * as tf from "@tensorflow/tfjs-core";
import { type Heap, type HeapTensor, heapOf } from "./heap.ts";

/** Runs another kernel of the wasm engine from within one: no tape, no scope; the result is the caller's to free. */
export function callKernel(
  name: string,
  inputs: Record<string, tf.TensorInfo>,
  attrs: tf.NamedAttrMap,
  backend: object,
): tf.TensorInfo {
  return tf.getKernel(name, "wasm").kernelFunc({ inputs, attrs, backend }) as tf.TensorInfo;
}

/** What a kernel written against the heap gets: where its inputs lie, and what it was called with. */
export interface HeapCall<Attrs> {
  heap: Heap;
  backend: object;
  input: (name: string) => HeapTensor;
  /** All inputs, in order. */
  inputs: () => HeapTensor[];
  attrs: Attrs;
}

/** A kernel of the wasm engine that reads and writes the heap itself. */
export function heapKernel<Attrs = tf.NamedAttrMap>(
  kernelName: string,
  compute: (call: HeapCall<Attrs>) => tf.TensorInfo | tf.TensorInfo[],
): tf.KernelConfig {
  return {
    kernelName,
    backendName: "wasm",
    kernelFunc: ({ inputs, attrs, backend }) => {
      const heap = heapOf(backend);
      const input = (name: string) => heap.locate(inputs[name] as tf.TensorInfo);
      const all = () => Object.values(inputs).map((tensor) => heap.locate(tensor as tf.TensorInfo));
      return compute({ heap, backend, input, inputs: all, attrs: attrs as unknown as Attrs });
    },
  };
}
