import * as tf from "@tensorflow/tfjs-core";

/** Part of `x` along one axis: x[..., begin : begin + length, ...]. */
function along(x: tf.Tensor, axis: number, begin: number, length: number): tf.Tensor {
  const start = x.shape.map((_, i) => (i === axis ? begin : 0));
  return tf.slice(
    x,
    start,
    x.shape.map((n, i) => (i === axis ? length : n)),
  );
}

/** `x` put into zeros of length `length` along one axis, from `begin` on. */
function placed(x: tf.Tensor, axis: number, begin: number, length: number): tf.Tensor {
  const after = length - begin - x.shape[axis];
  return tf.pad(
    x,
    x.shape.map((_, i) => (i === axis ? [begin, after] : [0, 0])),
  );
}

/**
 * Adjoint of mirror padding along one axis: the border's gradient is folded back onto the pixels it repeats.
 * `skip` = 1 for "reflect" (the edge pixel is not repeated), 0 for "symmetric".
 */
function foldMirror(dy: tf.Tensor, axis: number, [before, after]: [number, number], skip: number): tf.Tensor {
  const length = dy.shape[axis] - before - after;
  let dx = along(dy, axis, before, length);
  if (before > 0) {
    const left = tf.reverse(along(dy, axis, 0, before), axis);
    dx = tf.add(dx, placed(left, axis, skip, length));
  }
  if (after > 0) {
    const right = tf.reverse(along(dy, axis, before + length, after), axis);
    dx = tf.add(dx, placed(right, axis, length - skip - after, length));
  }
  return dx;
}

/** Sums the copies that tiling made: [r0 n0, r1 n1, ...] -> [r0, n0, r1, n1, ...] -> sum over the r. */
function sumTiles(dy: tf.Tensor, shape: number[], reps: number[]): tf.Tensor {
  const split = shape.flatMap((n, i) => [reps[i], n]);
  return tf.sum(
    tf.reshape(dy, split),
    shape.map((_, i) => 2 * i),
  );
}

const reshaped = (kernelName: string, input: string): tf.GradConfig => ({
  kernelName,
  inputsToSave: [input],
  gradFunc: (dy, [x]) => ({ [input]: () => tf.reshape(dy as tf.Tensor, x.shape) }),
});

/** Gradients of the kernels that only move numbers: the adjoint moves them back. */
export const shapeGradients: tf.GradConfig[] = [
  reshaped(tf.Reshape, "x"),
  reshaped(tf.ExpandDims, "input"),
  {
    kernelName: tf.Transpose,
    gradFunc: (dy, _saved, attrs) => ({
      x: () => tf.transpose(dy as tf.Tensor, tf.backend_util.getUndoAxesPermutation(attrs.perm as number[])),
    }),
  },
  {
    kernelName: tf.Slice,
    inputsToSave: ["x"],
    gradFunc: (dy, [x], attrs) => {
      const [begin, size] = tf.slice_util.parseSliceParams(
        x,
        attrs.begin as number[],
        attrs.size as number[],
      );
      const pads = begin.map((b, i): [number, number] => [b, x.shape[i] - b - size[i]]);
      return { x: () => tf.pad(dy as tf.Tensor, pads) };
    },
  },
  {
    kernelName: tf.PadV2,
    inputsToSave: ["x"],
    gradFunc: (dy, [x], attrs) => {
      const begin = (attrs.paddings as [number, number][]).map(([before]) => before);
      return { x: () => tf.slice(dy as tf.Tensor, begin, x.shape) };
    },
  },
  {
    kernelName: tf.Concat,
    saveAllInputs: true,
    gradFunc: (dy, saved, attrs) => {
      const axis = tf.util.parseAxisParam(attrs.axis as number, saved[0].shape)[0];
      const parts = tf.split(
        dy as tf.Tensor,
        saved.map((x) => x.shape[axis]),
        axis,
      );
      return Object.fromEntries(parts.map((part, i) => [i, () => part]));
    },
  },
  {
    kernelName: tf.SplitV,
    gradFunc: (dy, _saved, attrs) => ({ x: () => tf.concat(dy as tf.Tensor[], attrs.axis as number) }),
  },
  {
    kernelName: tf.Pack,
    saveAllInputs: true,
    gradFunc: (dy, _saved, attrs) => {
      const parts = tf.unstack(dy as tf.Tensor, attrs.axis as number);
      return Object.fromEntries(parts.map((part, i) => [i, () => part]));
    },
  },
  {
    kernelName: tf.Unpack,
    gradFunc: (dy, _saved, attrs) => ({ value: () => tf.stack(dy as tf.Tensor[], attrs.axis as number) }),
  },
  {
    kernelName: tf.Tile,
    inputsToSave: ["x"],
    gradFunc: (dy, [x], attrs) => ({ x: () => sumTiles(dy as tf.Tensor, x.shape, attrs.reps as number[]) }),
  },
  {
    kernelName: tf.Reverse,
    gradFunc: (dy, _saved, attrs) => ({ x: () => tf.reverse(dy as tf.Tensor, attrs.dims as number[]) }),
  },
];

export const mirrorPadGradient: tf.GradConfig = {
  kernelName: tf.MirrorPad,
  gradFunc: (dy, _saved, attrs) => ({
    x: () =>
      (attrs.paddings as [number, number][]).reduce(
        (grad, pads, axis) => foldMirror(grad, axis, pads, attrs.mode === "reflect" ? 1 : 0),
        dy as tf.Tensor,
      ),
  }),
};
