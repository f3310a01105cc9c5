import * as tf from "@tensorflow/tfjs-core";

/** The weights R [to, from] of a bilinear resize along one axis: y = R x. */
function resizeMatrix(from: number, to: number, alignCorners: boolean, halfPixel: boolean): tf.Tensor2D {
  const weights = new Float32Array(to * from);
  const scale = alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to;
  for (let i = 0; i < to; i++) {
    const at = Math.max(0, halfPixel ? (i + 0.5) * scale - 0.5 : i * scale);
    const low = Math.min(from - 1, Math.floor(at));
    const share = at - low;
    weights[i * from + low] += 1 - share;
    weights[i * from + Math.min(from - 1, low + 1)] += share;
  }
  return tf.tensor2d(weights, [to, from]);
}

/** R^T dy along the middle axis: dy [n, to, k] -> [n, from, k]. */
function pullBack(dy: tf.Tensor, matrix: tf.Tensor2D): tf.Tensor {
  return tf.matMul(tf.expandDims(tf.transpose(matrix), 0), dy);
}

/**
 * A bilinear resize is linear along each axis, so its adjoint applies the transposed weights: dx = R_h^T dy R_w.
 * tfjs's own gradient kernel ignores half-pixel centres, which is what everybody uses.
 */
export const resizeGradient: tf.GradConfig = {
  kernelName: tf.ResizeBilinear,
  inputsToSave: ["images"],
  gradFunc: (dyIn, [images], attrs) => {
    const dy = dyIn as tf.Tensor4D;
    const [b, h, w, c] = images.shape as [number, number, number, number];
    const [, newH, newW] = dy.shape;
    const matrix = (from: number, to: number) =>
      resizeMatrix(from, to, attrs.alignCorners as boolean, attrs.halfPixelCenters as boolean);
    return {
      images: () => {
        const rows = pullBack(tf.reshape(dy, [b, newH, newW * c]), matrix(h, newH));
        return tf.reshape(pullBack(tf.reshape(rows, [b * h, newW, c]), matrix(w, newW)), [b, h, w, c]);
      },
    };
  },
};
