import { type Backbone, defineBackbone, IMAGENET_INPUT } from "./define-backbone.ts";
import { type BackboneOps, conv } from "./ops.ts";

interface BlockSizes {
  name: string;
  from: number;
  /** Channels before expansion. */
  width: number;
  stride: number;
}
type Block = <X>(x: X, ops: BackboneOps<X>, sizes: BlockSizes) => X;

function shortcut<X>(x: X, ops: BackboneOps<X>, sizes: BlockSizes, to: number): X {
  const { name, from, stride } = sizes;
  if (stride === 1 && from === to) return x;
  return ops.convNorm(
    x,
    conv(`${name}.downsample.0`, { in: from, out: to, stride }),
    `${name}.downsample.1`,
    "linear",
  );
}

/** Two 3x3 convolutions. */
const basic: Block = (x, ops, sizes) => {
  const { name, from, width, stride } = sizes;
  const first = conv(`${name}.conv1`, { in: from, out: width, kernel: 3, stride });
  const inner = ops.convNorm(x, first, `${name}.bn1`, "relu");
  const second = conv(`${name}.conv2`, { in: width, out: width, kernel: 3 });
  const outer = ops.convNorm(inner, second, `${name}.bn2`, "linear");
  return ops.relu(ops.add(outer, shortcut(x, ops, sizes, width)));
};

/** 1x1 down, 3x3 (with the stride, as torchvision has it), 1x1 up to four times the width. */
const bottleneck: Block = (x, ops, sizes) => {
  const { name, from, width, stride } = sizes;
  const reduced = ops.convNorm(x, conv(`${name}.conv1`, { in: from, out: width }), `${name}.bn1`, "relu");
  const middle = conv(`${name}.conv2`, { in: width, out: width, kernel: 3, stride });
  const inner = ops.convNorm(reduced, middle, `${name}.bn2`, "relu");
  const up = conv(`${name}.conv3`, { in: width, out: 4 * width });
  const outer = ops.convNorm(inner, up, `${name}.bn3`, "linear");
  return ops.relu(ops.add(outer, shortcut(x, ops, sizes, 4 * width)));
};

/** The residual network of He et al. 2016 with torchvision's names. [b, S, S, 3] -> [b, S/32, S/32, 512 expansion]. */
function resnet(id: string, block: Block, expansion: number, depths: readonly number[]): Backbone {
  return defineBackbone({
    id,
    cites: "He et al. 2016",
    classifier: "fc",
    channels: 512 * expansion,
    minInput: 32,
    input: IMAGENET_INPUT,
    wire(images, ops) {
      const stem = conv("conv1", { in: 3, out: 64, kernel: 7, stride: 2 });
      let x = ops.convNorm(images, stem, "bn1", "relu");
      x = ops.stage(ops.maxPool(x, { kernel: 3, stride: 2, pad: 1 }), "maxpool");
      let from = 64;
      for (const [stage, depth] of depths.entries()) {
        const width = 64 * 2 ** stage;
        for (let i = 0; i < depth; i++) {
          const stride = stage > 0 && i === 0 ? 2 : 1;
          x = block(x, ops, { name: `layer${stage + 1}.${i}`, from, width, stride });
          from = width * expansion;
        }
        x = ops.stage(x, `layer${stage + 1}`);
      }
      return x;
    },
  });
}

export const resnet18 = resnet("resnet18", basic, 1, [2, 2, 2, 2]);
export const resnet50 = resnet("resnet50", bottleneck, 4, [3, 4, 6, 3]);
