import * as tf from "@tensorflow/tfjs-core";

/**
 * Square convolution with PyTorch's symmetric padding (kernel - 1) / 2. x [b,h,w,in], kernel [k,k,in,out].
 * A strided one is padded by hand: "same" in TensorFlow pads one side only, and its native gradient kernels take no
 * explicit padding.
 */
export function convolve(x: tf.Tensor4D, kernel: tf.Tensor4D, stride: number): tf.Tensor4D {
  const pad = (kernel.shape[0] - 1) / 2;
  if (stride === 1) return tf.conv2d(x, kernel, 1, "same");
  const padded =
    pad === 0
      ? x
      : tf.pad(x, [
          [0, 0],
          [pad, pad],
          [pad, pad],
          [0, 0],
        ]);
  return tf.conv2d(padded as tf.Tensor4D, kernel, stride, "valid");
}
