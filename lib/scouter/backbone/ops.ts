/** A square convolution under its state_dict name. Padding is PyTorch's symmetric (kernel - 1) / 2. */
export interface Conv {
  name: string;
  in: number;
  out: number;
  /** Side of the kernel, odd. */
  kernel: number;
  stride: number;
  /** Input and output channels are cut into this many groups that do not see each other; `in` of them is depthwise. */
  groups: number;
  bias: boolean;
}

/** Batch normalisation under its state_dict name. */
export interface Norm {
  name: string;
  channels: number;
}

/** A square pooling window. */
export interface Pool {
  kernel: number;
  stride: number;
  /** On every side. */
  pad: number;
}

export interface AveragePool extends Pool {
  /** A last window that only partly fits counts too. */
  ceil: boolean;
  /** Whether padding counts in the mean. */
  countPad: boolean;
}

export type Activation = "linear" | "relu" | "relu6";

/**
 * What the networks here are made of. A backbone is wired once, in these words; each of the ways to run it (tensors at
 * inference, tensors in training, an ONNX graph, a list of its layers) is one implementation of them.
 * X is whatever a feature map is to that implementation, logically [b, h, w, c].
 */
export interface BackboneOps<X> {
  conv(x: X, conv: Conv): X;
  norm(x: X, norm: Norm, activation: Activation): X;
  /** Convolution and the normalisation of its result: one operation at inference. */
  convNorm(x: X, conv: Conv, norm: string, activation: Activation): X;
  relu(x: X): X;
  add(a: X, b: X): X;
  /** Joins channels. */
  concat(parts: X[]): X;
  /** Padding never wins. */
  maxPool(x: X, pool: Pool): X;
  averagePool(x: X, pool: AveragePool): X;
  /** Mean over the cells: [b, 1, 1, c]. */
  globalAverage(x: X): X;
  /** Channels are `radix` splits of c / radix, one after another: their sum, [b, h, w, c / radix]. */
  sumSplits(x: X, radix: number): X;
  /** sum_r softmax over r of (gates)_r * x_r. x [b, h, w, r c], gates [b, 1, 1, r c] -> [b, h, w, c]. Zhang et al. 2020. */
  weighSplits(x: X, gates: X, radix: number): X;
  /** Marks the output of a stage under its module name: where layers may be frozen and maps may be read. */
  stage(x: X, name: string): X;
}

type ConvSizes = Pick<Conv, "in" | "out"> & Partial<Pick<Conv, "kernel" | "stride" | "groups" | "bias">>;

/** A convolution 1x1, stride 1, one group, without bias, unless said. */
export function conv(name: string, sizes: ConvSizes): Conv {
  return { name, kernel: 1, stride: 1, groups: 1, bias: false, ...sizes };
}
