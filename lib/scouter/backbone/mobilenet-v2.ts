import { defineBackbone, IMAGENET_INPUT } from "./define-backbone.ts";
import { type BackboneOps, conv } from "./ops.ts";

/** Expansion, channels, number of blocks, stride of the first. Sandler et al. 2018, table 2. */
const STAGES = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;

interface BlockSizes {
  name: string;
  from: number;
  to: number;
  expansion: number;
  stride: number;
}

/** Inverted residual: 1x1 up, 3x3 depthwise, 1x1 down without activation; added to its input where the sizes agree. */
function invertedResidual<X>(x: X, ops: BackboneOps<X>, sizes: BlockSizes): X {
  const { name, from, to, expansion, stride } = sizes;
  const wide = from * expansion;
  let inner = x;
  let layer = 0;
  if (expansion > 1) {
    inner = ops.convNorm(x, conv(`${name}.0.0`, { in: from, out: wide }), `${name}.0.1`, "relu6");
    layer++;
  }
  const depthwise = conv(`${name}.${layer}.0`, { in: wide, out: wide, kernel: 3, stride, groups: wide });
  inner = ops.convNorm(inner, depthwise, `${name}.${layer}.1`, "relu6");
  const down = conv(`${name}.${layer + 1}`, { in: wide, out: to });
  inner = ops.convNorm(inner, down, `${name}.${layer + 2}`, "linear");
  return stride === 1 && from === to ? ops.add(x, inner) : inner;
}

/** MobileNetV2 with torchvision's names. [b, S, S, 3] -> [b, S/32, S/32, 1280]. */
export const mobilenetV2 = defineBackbone({
  id: "mobilenet_v2",
  cites: "Sandler et al. 2018",
  classifier: "classifier.1",
  channels: 1280,
  minInput: 32,
  input: IMAGENET_INPUT,
  wire(images, ops) {
    const stem = conv("features.0.0", { in: 3, out: 32, kernel: 3, stride: 2 });
    let x = ops.stage(ops.convNorm(images, stem, "features.0.1", "relu6"), "features.0");
    let from = 32;
    let index = 1;
    for (const [expansion, to, count, firstStride] of STAGES) {
      for (let i = 0; i < count; i++, index++) {
        const stride = i === 0 ? firstStride : 1;
        x = invertedResidual(x, ops, { name: `features.${index}.conv`, from, to, expansion, stride });
        x = ops.stage(x, `features.${index}`);
        from = to;
      }
    }
    const last = conv("features.18.0", { in: from, out: 1280 });
    return ops.stage(ops.convNorm(x, last, "features.18.1", "relu6"), "features.18");
  },
});
