import type { DataType, TensorInfo } from "@tensorflow/tfjs-core";
import { instantiate, type SimdFunctions } from "./simd/kernels.ts";

/** What of tfjs's wasm backend a kernel of ours works with. */
export interface WasmBackend {
  wasm: { asm: { memory: WebAssembly.Memory } };
  makeOutput(shape: readonly number[], dtype: DataType): TensorInfo;
  getMemoryOffset(dataId: object): number;
  disposeData(dataId: object): void;
  incRef(dataId: object): void;
}

/** A float32 tensor on the heap. */
export interface HeapTensor extends TensorInfo {
  /** Of its first number, in bytes. */
  address: number;
}

export interface Heap {
  loops: SimdFunctions;
  /** Finds where a tensor lies. */
  locate(tensor: TensorInfo): HeapTensor;
  /** A new tensor, its numbers not yet set. */
  allocate(shape: readonly number[], dtype?: DataType): HeapTensor;
  zeros(shape: readonly number[]): HeapTensor;
  /** A new tensor with these numbers. */
  place(values: ArrayLike<number>, shape?: readonly number[]): HeapTensor;
  /** The numbers of a tensor, not copied: valid until the next allocation, which may move the memory. */
  view(tensor: HeapTensor): Float32Array;
  free(...tensors: TensorInfo[]): void;
  /** Lets `work` use `count` float64 zeros. */
  withDoubles<T>(count: number, work: (address: number, read: () => Float64Array) => T): T;
}

const heaps = new WeakMap<object, Heap>();

/** The memory of the wasm engine and the loops of simd/ over it. */
export function heapOf(backend: object): Heap {
  let heap = heaps.get(backend);
  if (!heap) {
    heap = openHeap(backend as WasmBackend);
    heaps.set(backend, heap);
  }
  return heap;
}

const sizeOf = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);

function openHeap(backend: WasmBackend): Heap {
  const { memory } = backend.wasm.asm;
  const locate = (tensor: TensorInfo): HeapTensor => ({
    ...tensor,
    address: backend.getMemoryOffset(tensor.dataId),
  });
  const allocate = (shape: readonly number[], dtype: DataType = "float32") =>
    locate(backend.makeOutput([...shape], dtype));
  const view = (tensor: HeapTensor) => new Float32Array(memory.buffer, tensor.address, sizeOf(tensor.shape));
  return {
    loops: instantiate(memory),
    locate,
    allocate,
    view,
    zeros(shape) {
      const tensor = allocate(shape);
      view(tensor).fill(0);
      return tensor;
    },
    place(values, shape = [values.length]) {
      const tensor = allocate(shape);
      view(tensor).set(values);
      return tensor;
    },
    free: (...tensors) => tensors.forEach(({ dataId }) => void backend.disposeData(dataId)),
    withDoubles(count, work) {
      const scratch = allocate([2 * count]);
      const read = () => new Float64Array(memory.buffer, scratch.address, count);
      read().fill(0);
      try {
        return work(scratch.address, read);
      } finally {
        backend.disposeData(scratch.dataId);
      }
    },
  };
}
