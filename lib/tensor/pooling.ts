import * as tf from "@tensorflow/tfjs-core";

export interface PoolingOptions {
  size: number;
  /** Default: the size, windows side by side. */
  stride?: number;
  /** Pixels on each side that count as absent. Default 0. */
  pad?: number;
  /** Windows that start inside the picture but leave it are kept, and see only what is inside. Default: dropped. */
  ceil?: boolean;
}

type Pads = [[0, 0], [number, number], [number, number], [0, 0]];

/**
 * PyTorch's padding along one axis: `pad` before, and after it as much as the last window reaches, beyond `pad` only in
 * ceil mode. A window that would start in the padding after the picture is dropped.
 */
function sides(size: number, { size: taps, stride = taps, pad = 0, ceil }: PoolingOptions): [number, number] {
  const room = size + 2 * pad - taps;
  let windows = (ceil ? Math.ceil(room / stride) : Math.floor(room / stride)) + 1;
  if (ceil && (windows - 1) * stride >= size + pad) windows--;
  return [pad, Math.max(0, (windows - 1) * stride + taps - size - pad)];
}

function padsOf(x: tf.Tensor4D, options: PoolingOptions): Pads {
  return [[0, 0], sides(x.shape[1], options), sides(x.shape[2], options), [0, 0]];
}

/** PyTorch's MaxPool2d. x [b,h,w,c] -> [b,h',w',c]; of equal maxima the first, row by row, receives the gradient. */
export function maxPool(x: tf.Tensor4D, options: PoolingOptions): tf.Tensor4D {
  const { size, stride = size } = options;
  return tf.maxPool(x, size, stride, padsOf(x, options));
}

/**
 * PyTorch's AvgPool2d. x [b,h,w,c] -> [b,h',w',c].
 * @param options.countPad true, PyTorch's default: padded pixels are zeros that count; false: only pixels inside do.
 */
export function averagePool(x: tf.Tensor4D, options: PoolingOptions & { countPad: boolean }): tf.Tensor4D {
  const { size, stride = size, pad = 0, countPad } = options;
  if (pad === 0 || !countPad) return tf.avgPool(x, size, stride, padsOf(x, options));
  const border: Pads = [
    [0, 0],
    [pad, pad],
    [pad, pad],
    [0, 0],
  ];
  const wide = tf.pad(x, border) as tf.Tensor4D;
  return tf.avgPool(wide, size, stride, padsOf(wide, { ...options, pad: 0 }));
}
