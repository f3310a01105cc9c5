import type * as tf from "@tensorflow/tfjs-core";
import type { Weights } from "../weights.ts";
import type { Backbone } from "./define-backbone.ts";
import { inferenceOps } from "./infer-features.ts";
import type { BackboneOps } from "./ops.ts";

/** A value that is computed when it is first asked for, and once. */
type Lazy<X> = () => X;

function lazy<X>(compute: () => X): Lazy<X> {
  let known: { value: X } | null = null;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}

/** The words of a backbone on values that nobody has computed yet: only what the result rests on is. */
function lazyOps<X>(
  ops: BackboneOps<X>,
  stage: (name: string, output: Lazy<X>) => Lazy<X>,
): BackboneOps<Lazy<X>> {
  return {
    conv: (x, conv) => lazy(() => ops.conv(x(), conv)),
    norm: (x, norm, activation) => lazy(() => ops.norm(x(), norm, activation)),
    convNorm: (x, conv, norm, activation) => lazy(() => ops.convNorm(x(), conv, norm, activation)),
    relu: (x) => lazy(() => ops.relu(x())),
    add: (a, b) => lazy(() => ops.add(a(), b())),
    concat: (parts) => lazy(() => ops.concat(parts.map((part) => part()))),
    maxPool: (x, pool) => lazy(() => ops.maxPool(x(), pool)),
    averagePool: (x, pool) => lazy(() => ops.averagePool(x(), pool)),
    globalAverage: (x) => lazy(() => ops.globalAverage(x())),
    sumSplits: (x, radix) => lazy(() => ops.sumSplits(x(), radix)),
    weighSplits: (x, gates, radix) => lazy(() => ops.weighSplits(x(), gates(), radix)),
    stage: (x, name) => stage(name, x),
  };
}

const unknown = <X>(): Lazy<X> => {
  return () => {
    throw new Error("a value below the layer was asked for");
  };
};

/** Output [b, h, w, k] of one stage for images [b, H, W, 3]; nothing above it is computed. Differentiable. */
export function featuresUpTo(
  backbone: Backbone,
  images: tf.Tensor4D,
  folded: Weights,
  layer: string,
): tf.Tensor4D {
  let wanted: Lazy<tf.Tensor4D> = unknown();
  const note = (name: string, output: Lazy<tf.Tensor4D>) => {
    if (name === layer) wanted = output;
    return output;
  };
  backbone.wire(() => images, lazyOps(inferenceOps(folded), note));
  return wanted();
}

/**
 * The last feature map from the output of one stage; nothing below the stage is computed, so its cost is that of the layers
 * above. Every stage must be a cut: all that lies above it rests on its output alone. Differentiable.
 */
export function featuresFrom(
  backbone: Backbone,
  activation: tf.Tensor4D,
  folded: Weights,
  layer: string,
): tf.Tensor4D {
  const replace = (name: string, output: Lazy<tf.Tensor4D>) => (name === layer ? () => activation : output);
  return backbone.wire(unknown<tf.Tensor4D>(), lazyOps(inferenceOps(folded), replace))();
}
