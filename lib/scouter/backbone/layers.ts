import type { Backbone } from "./define-backbone.ts";
import type { BackboneOps, Conv, Pool } from "./ops.ts";

/** Size of a feature map. */
export interface FeatureShape {
  height: number;
  width: number;
  channels: number;
}

/** One tensor of the state_dict. */
export interface LayerTensor {
  name: string;
  shape: number[];
  /** Buffers are kept up to date by training, not trained. */
  role: "parameter" | "buffer";
  /** The stage it belongs to: the first one marked after it. */
  stage: string;
}

/** What a backbone consists of, found by wiring it with sizes in place of numbers. */
export interface Layers {
  /** In state_dict order, without `num_batches_tracked`. */
  tensors: LayerTensor[];
  /** Stages in order, with the size of their output. */
  stages: (FeatureShape & { name: string })[];
  output: FeatureShape;
  /** Of all convolutions, for one image. */
  multiplyAdds: number;
}

/** Cells of a window that slides over `size` cells padded on both sides; PyTorch's rule, also for `ceil`. */
export function slidSize(size: number, { kernel, stride, pad }: Pool, ceil = false): number {
  const steps = (size + 2 * pad - kernel) / stride;
  if (!ceil) return Math.floor(steps) + 1;
  const count = Math.ceil(steps) + 1;
  return (count - 1) * stride >= size + pad ? count - 1 : count;
}

function recorder(layers: Layers): BackboneOps<FeatureShape> {
  let pending: LayerTensor[] = [];
  const push = (name: string, shape: number[], role: LayerTensor["role"] = "parameter") => {
    const tensor = { name, shape, role, stage: "" };
    layers.tensors.push(tensor);
    pending.push(tensor);
  };
  const slide = (x: FeatureShape, pool: Pool, ceil = false): FeatureShape => ({
    ...x,
    height: slidSize(x.height, pool, ceil),
    width: slidSize(x.width, pool, ceil),
  });
  const convolve = (x: FeatureShape, { name, in: from, out, kernel, stride, groups, bias }: Conv) => {
    if (x.channels !== from) throw new Error(`${name} takes ${from} channels and is given ${x.channels}.`);
    push(`${name}.weight`, [out, from / groups, kernel, kernel]);
    if (bias) push(`${name}.bias`, [out]);
    const y = { ...slide(x, { kernel, stride, pad: (kernel - 1) / 2 }), channels: out };
    layers.multiplyAdds += y.height * y.width * out * (from / groups) * kernel * kernel;
    return y;
  };
  const normalise = (x: FeatureShape, name: string) => {
    for (const part of ["weight", "bias"]) push(`${name}.${part}`, [x.channels]);
    for (const part of ["running_mean", "running_var"]) push(`${name}.${part}`, [x.channels], "buffer");
    return x;
  };
  return {
    conv: convolve,
    norm: (x, { name }) => normalise(x, name),
    convNorm: (x, conv, norm) => normalise(convolve(x, conv), norm),
    relu: (x) => x,
    add: (a) => a,
    concat: (parts) => ({ ...parts[0], channels: parts.reduce((sum, part) => sum + part.channels, 0) }),
    maxPool: slide,
    averagePool: (x, pool) => slide(x, pool, pool.ceil),
    globalAverage: (x) => ({ ...x, height: 1, width: 1 }),
    sumSplits: (x, radix) => ({ ...x, channels: x.channels / radix }),
    weighSplits: (x, _gates, radix) => ({ ...x, channels: x.channels / radix }),
    stage(x, name) {
      for (const tensor of pending) tensor.stage = name;
      pending = [];
      layers.stages.push({ name, ...x });
      return x;
    },
  };
}

/** Tensors, stages and sizes of a backbone for images of this size; the tensors do not depend on it. */
export function layersOf(backbone: Backbone, height: number, width = height): Layers {
  const output = { height, width, channels: 3 };
  const layers: Layers = { tensors: [], stages: [], output, multiplyAdds: 0 };
  layers.output = backbone.wire(output, recorder(layers));
  return layers;
}
