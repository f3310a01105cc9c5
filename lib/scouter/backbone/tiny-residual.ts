/** A convolution without bias followed by batch normalisation, under torchvision's names. */
export interface ConvUnit {
  conv: string;
  norm: string;
  in: number;
  out: number;
  /** Side of the square kernel, 1 or 3; padding keeps the size before striding. */
  kernel: number;
  stride: number;
}

interface Block {
  first: ConvUnit;
  second: ConvUnit;
  shortcut: ConvUnit;
}

const unit = (name: [string, string], sizes: [number, number, number, number]): ConvUnit => {
  const [conv, norm] = name.map((part) => `backbone.${part}`);
  return { conv, norm, in: sizes[0], out: sizes[1], kernel: sizes[2], stride: sizes[3] };
};

const block = (layer: number, from: number, to: number, stride: number): Block => {
  const name = `layer${layer}.0`;
  return {
    first: unit([`${name}.conv1`, `${name}.bn1`], [from, to, 3, stride]),
    second: unit([`${name}.conv2`, `${name}.bn2`], [to, to, 3, 1]),
    shortcut: unit([`${name}.downsample.0`, `${name}.downsample.1`], [from, to, 1, stride]),
  };
};

const STEM = unit(["conv1", "bn1"], [3, 16, 3, 2]);
const BLOCKS = [block(1, 16, 32, 2), block(2, 32, 64, 2), block(3, 64, 128, 1)];

/** Channels of the last feature map. */
export const TINY_RESIDUAL_CHANNELS = 128;
/** Input pixels a cell of the last feature map stands for, along one side. */
export const TINY_RESIDUAL_STRIDE = 8;

export const TINY_RESIDUAL_UNITS: readonly ConvUnit[] = [
  STEM,
  ...BLOCKS.flatMap(({ first, second, shortcut }) => [first, second, shortcut]),
];

/** What the network is made of; the same wiring builds tensors and ONNX graphs. */
export interface BackboneOps<X> {
  /** Convolution and normalisation. */
  convNorm(x: X, unit: ConvUnit): X;
  relu(x: X): X;
  add(a: X, b: X): X;
}

/**
 * A small residual network: stem 3 -> 16 at half size, then blocks 16 -> 32 and 32 -> 64 (each halving), 64 -> 128.
 *   block: relu( N(C3(relu(N(C3(x))))) + N(C1(x)) ),  C = convolution, N = batch normalisation
 * [b, S, S, 3] -> [b, S/8, S/8, 128]; 302,864 parameters, 50 M multiply-adds at S = 96. He et al. 2016.
 */
export function tinyResidual<X>(images: X, ops: BackboneOps<X>): X {
  let x = ops.relu(ops.convNorm(images, STEM));
  for (const { first, second, shortcut } of BLOCKS) {
    const inner = ops.relu(ops.convNorm(x, first));
    x = ops.relu(ops.add(ops.convNorm(inner, second), ops.convNorm(x, shortcut)));
  }
  return x;
}
