import { type Backbone, defineBackbone, IMAGENET_INPUT } from "./define-backbone.ts";
import { type BackboneOps, conv } from "./ops.ts";

const RADIX = 2;
/** Channels between the two layers that weigh the splits: a quarter of the splits', at least this many. */
const LEAST_GATE_CHANNELS = 32;

/** 3x3 convolution in two splits; each split is weighed by what the sum of both shows. [b,h,w,c] -> [b,h,w,c]. */
function splitAttention<X>(x: X, ops: BackboneOps<X>, name: string, channels: number): X {
  const splits = RADIX * channels;
  const gateChannels = Math.max(LEAST_GATE_CHANNELS, splits / 4);
  const spread = conv(`${name}.conv`, { in: channels, out: splits, kernel: 3, groups: RADIX });
  const parts = ops.convNorm(x, spread, `${name}.bn0`, "relu");
  const pooled = ops.globalAverage(ops.sumSplits(parts, RADIX));
  const down = conv(`${name}.fc1`, { in: channels, out: gateChannels, bias: true });
  const gates = ops.convNorm(pooled, down, `${name}.bn1`, "relu");
  const up = conv(`${name}.fc2`, { in: gateChannels, out: splits, bias: true });
  return ops.weighSplits(parts, ops.conv(gates, up), RADIX);
}

interface BlockSizes {
  name: string;
  from: number;
  width: number;
  stride: number;
}

/** Bottleneck whose 3x3 convolution is split attention and whose strides are means: 3x3 in the block, 2x2 beside it. */
function bottleneck<X>(x: X, ops: BackboneOps<X>, { name, from, width, stride }: BlockSizes): X {
  const reduced = ops.convNorm(x, conv(`${name}.conv1`, { in: from, out: width }), `${name}.bn1`, "relu");
  let inner = splitAttention(reduced, ops, `${name}.conv2`, width);
  if (stride > 1) inner = ops.averagePool(inner, { kernel: 3, stride, pad: 1, ceil: false, countPad: true });
  const up = conv(`${name}.conv3`, { in: width, out: 4 * width });
  const outer = ops.convNorm(inner, up, `${name}.bn3`, "linear");
  if (stride === 1 && from === 4 * width) return ops.relu(ops.add(outer, x));
  const small =
    stride > 1 ? ops.averagePool(x, { kernel: 2, stride, pad: 0, ceil: true, countPad: false }) : x;
  const project = conv(`${name}.downsample.1`, { in: from, out: 4 * width });
  return ops.relu(ops.add(outer, ops.convNorm(small, project, `${name}.downsample.2`, "linear")));
}

/** ResNeSt with timm's names: deep stem of 32, radix 2, means instead of strides. [b,S,S,3] -> [b,S/32,S/32,2048]. */
function resnest(id: string, depths: readonly number[]): Backbone {
  return defineBackbone({
    id,
    cites: "Zhang et al. 2020",
    classifier: "fc",
    channels: 2048,
    minInput: 32,
    input: IMAGENET_INPUT,
    wire(images, ops) {
      let x = ops.convNorm(
        images,
        conv("conv1.0", { in: 3, out: 32, kernel: 3, stride: 2 }),
        "conv1.1",
        "relu",
      );
      x = ops.convNorm(x, conv("conv1.3", { in: 32, out: 32, kernel: 3 }), "conv1.4", "relu");
      x = ops.convNorm(x, conv("conv1.6", { in: 32, out: 64, kernel: 3 }), "bn1", "relu");
      x = ops.stage(ops.maxPool(x, { kernel: 3, stride: 2, pad: 1 }), "maxpool");
      let from = 64;
      for (const [stage, depth] of depths.entries()) {
        const width = 64 * 2 ** stage;
        for (let i = 0; i < depth; i++) {
          const stride = stage > 0 && i === 0 ? 2 : 1;
          x = bottleneck(x, ops, { name: `layer${stage + 1}.${i}`, from, width, stride });
          from = 4 * width;
        }
        x = ops.stage(x, `layer${stage + 1}`);
      }
      return x;
    },
  });
}

export const resnest26d = resnest("resnest26d", [2, 2, 2, 2]);
export const resnest50d = resnest("resnest50d", [3, 4, 6, 3]);
