import type { NamedArray, NamedArrays } from "../named-array.ts";
import type { Backbone } from "./define-backbone.ts";
import type { BackboneOps, Conv } from "./ops.ts";

/** PyTorch's default; part of the trained numbers. */
export const BATCH_NORM_EPSILON = 1e-5;

interface ScaleShift {
  scale: Float64Array;
  shift: Float64Array;
}

/** gamma (x - mean) / sqrt(var + eps) + beta = scale x + shift, per channel. */
function scaleShift(arrays: NamedArrays, norm: string): ScaleShift {
  const part = (name: string) => arrays[`${norm}.${name}`].data;
  const [gamma, beta] = [part("weight"), part("bias")];
  const [mean, variance] = [part("running_mean"), part("running_var")];
  const scale = Float64Array.from(gamma, (g, c) => g / Math.sqrt(variance[c] + BATCH_NORM_EPSILON));
  return { scale, shift: Float64Array.from(beta, (b, c) => b - mean[c] * scale[c]) };
}

const vector = (values: ArrayLike<number>): NamedArray => ({
  shape: [values.length],
  data: Float32Array.from(values),
});

/** (C x + b) scale + shift = (C scale) x + (b scale + shift), per output channel. */
function foldInto(kernel: NamedArray, bias: NamedArray | undefined, { scale, shift }: ScaleShift) {
  const data = Float32Array.from(kernel.data);
  const each = data.length / scale.length;
  for (let o = 0; o < scale.length; o++) {
    for (let i = o * each; i < (o + 1) * each; i++) data[i] *= scale[o];
  }
  const shifted = shift.map((value, o) => value + (bias ? bias.data[o] * scale[o] : 0));
  return { weight: { shape: kernel.shape, data }, bias: vector(shifted) };
}

/**
 * The inference form of a backbone's weights: a normalisation joins the convolution before it (`<conv>.weight`, `<conv>.bias`), one
 * that stands alone becomes a scale and a shift (`<norm>.weight`, `<norm>.bias`). Names with `prefix`, layout of the file.
 */
export function foldNorms(backbone: Backbone, arrays: NamedArrays, prefix = "backbone."): NamedArrays {
  const folded: NamedArrays = {};
  const same = () => null;
  const take = ({ name, bias }: Conv) => {
    folded[`${prefix}${name}.weight`] = arrays[`${prefix}${name}.weight`];
    if (bias) folded[`${prefix}${name}.bias`] = arrays[`${prefix}${name}.bias`];
    return null;
  };
  const ops: BackboneOps<null> = {
    conv: (_x, conv) => take(conv),
    norm(_x, { name }) {
      const { scale, shift } = scaleShift(arrays, prefix + name);
      folded[`${prefix}${name}.weight`] = vector(scale);
      folded[`${prefix}${name}.bias`] = vector(shift);
      return null;
    },
    convNorm(_x, { name, bias }, norm) {
      const kernel = arrays[`${prefix}${name}.weight`];
      const own = bias ? arrays[`${prefix}${name}.bias`] : undefined;
      const joined = foldInto(kernel, own, scaleShift(arrays, prefix + norm));
      folded[`${prefix}${name}.weight`] = joined.weight;
      folded[`${prefix}${name}.bias`] = joined.bias;
      return null;
    },
    relu: same,
    add: same,
    concat: same,
    maxPool: same,
    averagePool: same,
    globalAverage: same,
    sumSplits: same,
    weighSplits: same,
    stage: same,
  };
  backbone.wire(null, ops);
  return folded;
}
