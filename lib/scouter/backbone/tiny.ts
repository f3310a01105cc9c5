import { defineBackbone } from "./define-backbone.ts";
import { type BackboneOps, conv } from "./ops.ts";

/** relu( N(C3(relu(N(C3(x))))) + N(C1(x)) ), C = convolution, N = normalisation; the first C3 and the C1 take the stride. */
function block<X>(x: X, ops: BackboneOps<X>, name: string, from: number, to: number, stride: number): X {
  const first = conv(`${name}.conv1`, { in: from, out: to, kernel: 3, stride });
  const inner = ops.convNorm(x, first, `${name}.bn1`, "relu");
  const second = conv(`${name}.conv2`, { in: to, out: to, kernel: 3 });
  const outer = ops.convNorm(inner, second, `${name}.bn2`, "linear");
  const shortcut = conv(`${name}.downsample.0`, { in: from, out: to, stride });
  return ops.relu(ops.add(outer, ops.convNorm(x, shortcut, `${name}.downsample.1`, "linear")));
}

/**
 * A small residual network for pictures of about 100 pixels: stem 3 -> 16 at half size, then blocks 16 -> 32 and 32 -> 64
 * (each halving) and 64 -> 128. [b, S, S, 3] -> [b, S/8, S/8, 128]; 302,864 parameters, 50 M multiply-adds at S = 96.
 */
export const tiny = defineBackbone({
  id: "tiny",
  cites: "He et al. 2016",
  classifier: "fc",
  channels: 128,
  minInput: 8,
  input: { size: 96, mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] },
  wire(images, ops) {
    const stem = conv("conv1", { in: 3, out: 16, kernel: 3, stride: 2 });
    let x = ops.stage(ops.convNorm(images, stem, "bn1", "relu"), "conv1");
    x = ops.stage(block(x, ops, "layer1.0", 16, 32, 2), "layer1");
    x = ops.stage(block(x, ops, "layer2.0", 32, 64, 2), "layer2");
    return ops.stage(block(x, ops, "layer3.0", 64, 128, 1), "layer3");
  },
});
