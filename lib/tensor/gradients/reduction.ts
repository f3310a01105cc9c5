import * as tf from "@tensorflow/tfjs-core";

/** The shape a reduction would leave with keepDims: reduced axes become 1, so the gradient broadcasts back. */
function keptShape(shape: number[], axis: number | number[] | null | undefined): number[] {
  const axes = tf.util.parseAxisParam((axis ?? null) as number, shape);
  return tf.backend_util.expandShapeToKeepDim(
    shape.filter((_, i) => !axes.includes(i)),
    axes,
  );
}

/** dy at every position that it was summed over. tfjs multiplies by ones instead, which are made in JavaScript. */
function spread(dy: tf.Tensor, x: tf.Tensor, axis: number[]): tf.Tensor {
  const kept = keptShape(x.shape, axis);
  return tf.tile(
    tf.reshape(dy, kept),
    x.shape.map((n, i) => n / kept[i]),
  );
}

/** Extremes: the gradient goes to every position that attains the extreme. */
const extreme = (kernelName: string): tf.GradConfig => ({
  kernelName,
  inputsToSave: ["x"],
  outputsToSave: [true],
  gradFunc: (dy, [x, y], attrs) => {
    const kept = keptShape(x.shape, (attrs.reductionIndices ?? attrs.axis) as number[]);
    return {
      x: () =>
        tf.mul(tf.reshape(dy as tf.Tensor, kept), tf.cast(tf.equal(x, tf.reshape(y, kept)), "float32")),
    };
  },
});

export const reductionGradients: tf.GradConfig[] = [
  {
    kernelName: tf.Sum,
    inputsToSave: ["x"],
    gradFunc: (dy, [x], attrs) => ({ x: () => spread(dy as tf.Tensor, x, attrs.axis as number[]) }),
  },
  {
    kernelName: tf.Mean,
    inputsToSave: ["x"],
    gradFunc: (dy, [x], attrs) => {
      const axes = tf.util.parseAxisParam((attrs.axis ?? null) as number, x.shape);
      const count = axes.reduce((product, axis) => product * x.shape[axis], 1);
      return { x: () => spread(tf.div(dy as tf.Tensor, count), x, axes) };
    },
  },
  extreme(tf.Max),
  extreme(tf.Min),
  {
    // dx = y (dy - sum(dy y)), along the last axis.
    kernelName: tf.Softmax,
    outputsToSave: [true],
    gradFunc: (dy, [y]) => {
      const weighted = tf.mul(dy as tf.Tensor, y);
      return { logits: () => tf.sub(weighted, tf.mul(tf.sum(weighted, -1, true), y)) };
    },
  },
];
