import * as tf from "@tensorflow/tfjs-core";
import { runKernel } from "../run-kernel.ts";

type PoolInfo = tf.backend_util.Conv2DInfo;

export function poolInfo(x: tf.Tensor | tf.TensorInfo, attrs: tf.NamedAttrMap): PoolInfo {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as Record<string, never>;
  const shape = x.shape as [number, number, number, number];
  return tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
}

/** How many of the `taps` positions of each window lie inside an axis of length `size`. */
function insideCounts(size: number, out: number, taps: number, stride: number, pad: number): number[] {
  return Array.from({ length: out }, (_, o) => {
    const first = o * stride - pad;
    return Math.min(size, first + taps) - Math.max(0, first);
  });
}

/**
 * Window size over the number of its pixels inside the picture, [1, oh, ow, 1]; null where no window leaves the picture.
 * Average pooling divides by the pixels inside, the engines' gradient kernels by the whole window.
 */
export function wholeOverInside(info: PoolInfo): tf.Tensor | null {
  const { inHeight, inWidth, outHeight, outWidth, filterHeight, filterWidth, padInfo } = info;
  const down = insideCounts(inHeight, outHeight, filterHeight, info.strideHeight, padInfo.top);
  const across = insideCounts(inWidth, outWidth, filterWidth, info.strideWidth, padInfo.left);
  const whole = filterHeight * filterWidth;
  const ratios = down.flatMap((rows) => across.map((columns) => whole / (rows * columns)));
  return ratios.every((ratio) => ratio === 1) ? null : tf.tensor(ratios, [1, outHeight, outWidth, 1]);
}

/** tfjs's own divides the gradient of a window at the border by pixels it does not have. */
export const averagePoolGradient: tf.GradConfig = {
  kernelName: tf.AvgPool,
  inputsToSave: ["x"],
  gradFunc: (dyIn, [x], attrs) => {
    const dy = dyIn as tf.Tensor;
    const share = () => wholeOverInside(poolInfo(x, attrs));
    return {
      x: () => {
        const ratio = share();
        return runKernel(tf.AvgPoolGrad, { dy: ratio ? tf.mul(dy, ratio) : dy, input: x }, attrs);
      },
    };
  },
};

export const maxPoolGradient: tf.GradConfig = {
  kernelName: tf.MaxPool,
  inputsToSave: ["x"],
  outputsToSave: [true],
  gradFunc: (dy, [x, y], attrs) => ({
    x: () => runKernel(tf.MaxPoolGrad, { dy: dy as tf.Tensor, input: x, output: y }, attrs),
  }),
};
