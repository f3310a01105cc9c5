import type { NamedArrays } from "../named-array.ts";
import type { ConvUnit } from "./tiny-residual.ts";

/** PyTorch's default; part of the trained numbers. */
export const BATCH_NORM_EPSILON = 1e-5;

/**
 * Inference form of a unit: gamma (C*x - mean) / sqrt(var + eps) + beta = (C a)*x + (beta - mean a) with
 * a = gamma / sqrt(var + eps) per output channel. Returns kernels `<conv>.weight` [out,in,h,w] and `<conv>.bias` [out].
 */
export function foldBatchNorm(arrays: NamedArrays, units: readonly ConvUnit[]): NamedArrays {
  const folded: NamedArrays = {};
  for (const { conv, norm, out } of units) {
    const kernel = arrays[`${conv}.weight`];
    const [gamma, beta, mean, variance] = ["weight", "bias", "running_mean", "running_var"].map(
      (part) => arrays[`${norm}.${part}`].data,
    );
    const data = Float32Array.from(kernel.data);
    const bias = new Float32Array(out);
    const each = data.length / out;
    for (let o = 0; o < out; o++) {
      const scale = gamma[o] / Math.sqrt(variance[o] + BATCH_NORM_EPSILON);
      for (let i = o * each; i < (o + 1) * each; i++) data[i] *= scale;
      bias[o] = beta[o] - mean[o] * scale;
    }
    folded[`${conv}.weight`] = { shape: kernel.shape, data };
    folded[`${conv}.bias`] = { shape: [out], data: bias };
  }
  return folded;
}
