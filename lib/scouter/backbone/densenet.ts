import { defineBackbone, IMAGENET_INPUT } from "./define-backbone.ts";
import { type BackboneOps, conv } from "./ops.ts";

/** Channels that every layer adds. */
const GROWTH = 32;
const DEPTHS = [6, 12, 24, 16];

/** norm, relu, 1x1 to 128, norm, relu, 3x3 to 32: what one layer adds to all channels before it. */
function denseLayer<X>(x: X, ops: BackboneOps<X>, name: string, from: number): X {
  const wide = 4 * GROWTH;
  const active = ops.norm(x, { name: `${name}.norm1`, channels: from }, "relu");
  const squeeze = conv(`${name}.conv1`, { in: from, out: wide });
  const inner = ops.convNorm(active, squeeze, `${name}.norm2`, "relu");
  return ops.conv(inner, conv(`${name}.conv2`, { in: wide, out: GROWTH, kernel: 3 }));
}

/** Halves channels and sides between two blocks. */
function transition<X>(x: X, ops: BackboneOps<X>, name: string, from: number): X {
  const active = ops.norm(x, { name: `${name}.norm`, channels: from }, "relu");
  const half = ops.conv(active, conv(`${name}.conv`, { in: from, out: from / 2 }));
  return ops.averagePool(half, { kernel: 2, stride: 2, pad: 0, ceil: false, countPad: true });
}

/** DenseNet-121 with torchvision's names, its last normalisation followed by ReLU. [b,S,S,3] -> [b,S/32,S/32,1024]. */
export const densenet121 = defineBackbone({
  id: "densenet121",
  cites: "Huang et al. 2017",
  classifier: "classifier",
  channels: 1024,
  minInput: 32,
  input: IMAGENET_INPUT,
  wire(images, ops) {
    const stem = conv("features.conv0", { in: 3, out: 64, kernel: 7, stride: 2 });
    let x = ops.convNorm(images, stem, "features.norm0", "relu");
    x = ops.stage(ops.maxPool(x, { kernel: 3, stride: 2, pad: 1 }), "features.pool0");
    let channels = 64;
    for (const [block, depth] of DEPTHS.entries()) {
      const name = `features.denseblock${block + 1}`;
      for (let layer = 1; layer <= depth; layer++) {
        x = ops.concat([x, denseLayer(x, ops, `${name}.denselayer${layer}`, channels)]);
        channels += GROWTH;
      }
      x = ops.stage(x, name);
      if (block < DEPTHS.length - 1) {
        const between = `features.transition${block + 1}`;
        x = ops.stage(transition(x, ops, between, channels), between);
        channels /= 2;
      }
    }
    return ops.stage(ops.norm(x, { name: "features.norm5", channels }, "relu"), "features");
  },
});
