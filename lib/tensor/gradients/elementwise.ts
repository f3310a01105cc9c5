import * as tf from "@tensorflow/tfjs-core";

/** Sums a gradient over the axes along which an operand of `shape` was broadcast. */
export function sumToShape(dy: tf.Tensor, shape: number[]): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, dy.shape);
  return axes.length > 0
    ? tf.reshape(tf.sum(dy, axes), shape)
    : dy.shape.length === shape.length
      ? dy
      : tf.reshape(dy, shape);
}

type Unary = (dy: tf.Tensor, x: tf.Tensor, attrs: tf.NamedAttrMap) => tf.Tensor;
type Binary = (dy: tf.Tensor, a: tf.Tensor, b: tf.Tensor) => [tf.Tensor, tf.Tensor];

/** y = f(x), derivative written in x. */
function ofInput(kernelName: string, derivative: Unary): tf.GradConfig {
  return {
    kernelName,
    inputsToSave: ["x"],
    gradFunc: (dy, [x], attrs) => ({ x: () => derivative(dy as tf.Tensor, x, attrs) }),
  };
}

/** y = f(x), derivative written in y: cheaper where the result already holds it. */
function ofOutput(kernelName: string, derivative: Unary): tf.GradConfig {
  return {
    kernelName,
    outputsToSave: [true],
    gradFunc: (dy, [y], attrs) => ({ x: () => derivative(dy as tf.Tensor, y, attrs) }),
  };
}

/** y = f(a, b) with broadcasting; each gradient is summed back to its operand's shape. */
function ofTwo(kernelName: string, derivative: Binary): tf.GradConfig {
  return {
    kernelName,
    inputsToSave: ["a", "b"],
    gradFunc: (dy, [a, b]) => ({
      a: () => sumToShape(derivative(dy as tf.Tensor, a, b)[0], a.shape),
      b: () => sumToShape(derivative(dy as tf.Tensor, a, b)[1], b.shape),
    }),
  };
}

/** Comparisons are steps: their gradient is zero, and must exist for a `where` on their result to be differentiable. */
const comparison = (kernelName: string): tf.GradConfig => ({
  kernelName,
  inputsToSave: ["a", "b"],
  gradFunc: (_dy, [a, b]) => ({
    a: () => tf.zeros(a.shape, "float32"),
    b: () => tf.zeros(b.shape, "float32"),
  }),
});

const where = (condition: tf.Tensor, dy: tf.Tensor) => tf.mul(dy, tf.cast(condition, "float32"));

/** d/dx of the elementwise kernels: dy times the derivative of one number. */
export const elementwiseGradients: tf.GradConfig[] = [
  ofOutput(tf.Exp, (dy, y) => tf.mul(dy, y)),
  ofInput(tf.Log, (dy, x) => tf.div(dy, x)),
  ofInput(tf.Log1p, (dy, x) => tf.div(dy, tf.add(x, 1))),
  ofOutput(tf.Sqrt, (dy, y) => tf.div(dy, tf.mul(y, 2))),
  ofOutput(tf.Rsqrt, (dy, y) => tf.mul(dy, tf.mul(tf.mul(tf.square(y), y), -0.5))),
  ofInput(tf.Square, (dy, x) => tf.mul(dy, tf.mul(x, 2))),
  ofOutput(tf.Reciprocal, (dy, y) => tf.neg(tf.mul(dy, tf.square(y)))),
  ofInput(tf.Neg, (dy) => tf.neg(dy)),
  ofInput(tf.Abs, (dy, x) => tf.mul(dy, tf.sign(x))),
  ofInput(tf.Sin, (dy, x) => tf.mul(dy, tf.cos(x))),
  ofInput(tf.Cos, (dy, x) => tf.neg(tf.mul(dy, tf.sin(x)))),
  ofOutput(tf.Sigmoid, (dy, y) => tf.mul(dy, tf.mul(y, tf.sub(1, y)))),
  ofOutput(tf.Tanh, (dy, y) => tf.mul(dy, tf.sub(1, tf.square(y)))),
  ofInput(tf.Softplus, (dy, x) => tf.mul(dy, tf.sigmoid(x))),
  ofInput(tf.ClipByValue, (dy, x, attrs) =>
    where(
      tf.logicalAnd(
        tf.greaterEqual(x, attrs.clipValueMin as number),
        tf.lessEqual(x, attrs.clipValueMax as number),
      ),
      dy,
    ),
  ),
  ofInput(tf.Step, (dy) => tf.zerosLike(dy)),
  ofInput(tf.Sign, (dy) => tf.zerosLike(dy)),
  ofInput(tf.Identity, (dy) => tf.cast(dy, "float32")),
  ofInput(tf.Cast, (dy) => tf.cast(dy, "float32")),
  ofTwo(tf.Add, (dy) => [dy, dy]),
  ofTwo(tf.Sub, (dy) => [dy, tf.neg(dy)]),
  ofTwo(tf.Multiply, (dy, a, b) => [tf.mul(dy, b), tf.mul(dy, a)]),
  ofTwo(tf.RealDiv, (dy, a, b) => [tf.div(dy, b), tf.neg(tf.div(tf.mul(dy, a), tf.square(b)))]),
  ofTwo(tf.Maximum, (dy, a, b) => [where(tf.greaterEqual(a, b), dy), where(tf.less(a, b), dy)]),
  ofTwo(tf.Minimum, (dy, a, b) => [where(tf.lessEqual(a, b), dy), where(tf.greater(a, b), dy)]),
  ofTwo(tf.SquaredDifference, (dy, a, b) => {
    const d = tf.mul(dy, tf.mul(tf.sub(a, b), 2));
    return [d, tf.neg(d)];
  }),
  ofTwo(tf.Pow, (dy, a, b) => [
    tf.mul(dy, tf.mul(b, tf.pow(a, tf.sub(b, 1)))),
    // x^b has no derivative in b at x <= 0; 0 there keeps constant exponents harmless.
    tf.mul(dy, tf.mul(tf.pow(a, b), tf.where(tf.greater(a, 0), tf.log(a), tf.zerosLike(a)))),
  ]),
  ...[tf.Less, tf.LessEqual, tf.Greater, tf.GreaterEqual, tf.Equal, tf.NotEqual].map(comparison),
  ...[tf.LogicalAnd, tf.LogicalOr].map(comparison),
  {
    kernelName: tf.Select,
    inputsToSave: ["condition"],
    gradFunc: (dy, [condition]) => ({
      condition: () => tf.zeros(condition.shape, "float32"),
      t: () => where(condition, dy as tf.Tensor),
      e: () => where(tf.logicalNot(condition), dy as tf.Tensor),
    }),
  },
];
