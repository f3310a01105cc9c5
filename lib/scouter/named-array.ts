/** Float32 numbers with a shape, outside any engine: what a weights file holds. */
export interface NamedArray {
  shape: number[];
  data: Float32Array;
}

/** Tensors under their PyTorch state_dict names and in PyTorch's layout: linear [out, in], convolution [out, in, h, w]. */
export type NamedArrays = Record<string, NamedArray>;

/** Convolution kernels (rank 4) from file order [out,in,h,w] to tfjs order [h,w,in,out]; others unchanged. */
export function toMemoryLayout(array: NamedArray): NamedArray {
  if (array.shape.length !== 4) return array;
  const [o, i, h, w] = array.shape;
  return { shape: [h, w, i, o], data: permute4(array.data, [o, i, h, w], [2, 3, 1, 0]) };
}

/** The inverse of `toMemoryLayout`. */
export function toFileLayout(array: NamedArray): NamedArray {
  if (array.shape.length !== 4) return array;
  const [h, w, i, o] = array.shape;
  return { shape: [o, i, h, w], data: permute4(array.data, [h, w, i, o], [3, 2, 0, 1]) };
}

type Four = [number, number, number, number];

/** Moves four axes: axis k of the result is axis order[k] of `data`, whose shape is `shape`. */
export function permute4(data: Float32Array, shape: Four, order: Four): Float32Array {
  const strides = [shape[1] * shape[2] * shape[3], shape[2] * shape[3], shape[3], 1];
  const size = order.map((axis) => shape[axis]);
  const step = order.map((axis) => strides[axis]);
  const out = new Float32Array(data.length);
  let at = 0;
  for (let a = 0; a < size[0]; a++) {
    for (let b = 0; b < size[1]; b++) {
      for (let c = 0; c < size[2]; c++) {
        let from = a * step[0] + b * step[1] + c * step[2];
        for (let d = 0; d < size[3]; d++, from += step[3]) out[at++] = data[from];
      }
    }
  }
  return out;
}
