import * as tf from "@tensorflow/tfjs-core";

const SIDE = 6;
const INPUTS = 3;
const OUTPUTS = 4;
const TAPS = 3;
const OUT = SIDE - TAPS + 1;

/** Fixed numbers of both signs, none near the kink of relu at 0 after the convolution. */
const numbers = (count: number, step: number) =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(1 + step * i));

const x = numbers(SIDE * SIDE * INPUTS, 0.7);
const filter = numbers(TAPS * TAPS * INPUTS * OUTPUTS, 1.3);

/** loss = sum of relu(conv(x, f))^2 / 2 and its gradient in f, by the definition, in double precision. */
function byDefinition(): { loss: number; gradient: Float64Array } {
  const gradient = new Float64Array(filter.length);
  let loss = 0;
  for (let row = 0; row < OUT; row++)
    for (let column = 0; column < OUT; column++)
      for (let o = 0; o < OUTPUTS; o++) {
        const pairs: [number, number][] = [];
        for (let r = 0; r < TAPS; r++)
          for (let c = 0; c < TAPS; c++)
            for (let i = 0; i < INPUTS; i++)
              pairs.push([
                ((row + r) * SIDE + column + c) * INPUTS + i,
                ((r * TAPS + c) * INPUTS + i) * OUTPUTS + o,
              ]);
        const value = Math.max(
          0,
          pairs.reduce((sum, [from, tap]) => sum + x[from] * filter[tap], 0),
        );
        loss += (value * value) / 2;
        for (const [from, tap] of pairs) gradient[tap] += value * x[from];
      }
  return { loss, gradient };
}

/**
 * Lets the active engine compute one small convolution with its gradient, and compares with the definition.
 * @returns the largest error relative to the largest value: about 1e-6 on an engine that works.
 */
export async function selfCheck(): Promise<number> {
  const images = tf.tensor4d(x, [1, SIDE, SIDE, INPUTS]);
  const given = tf.tensor4d(filter, [TAPS, TAPS, INPUTS, OUTPUTS]);
  const lossOf = (f: tf.Tensor) => {
    const value = tf.relu(tf.conv2d(images, f as tf.Tensor4D, 1, "valid"));
    return tf.div(tf.sum(tf.square(value)), 2) as tf.Scalar;
  };
  const { value, grad } = tf.valueAndGrad(lossOf)(given);
  const [loss, gradient] = await Promise.all([value.data(), grad.data()]);
  tf.dispose([images, given, value, grad]);
  const want = byDefinition();
  const size = want.gradient.reduce((largest, v) => Math.max(largest, Math.abs(v)), 0);
  const errors = [...want.gradient].map((v, i) => Math.abs(gradient[i] - v) / size);
  return Math.max(Math.abs(loss[0] - want.loss) / want.loss, ...errors);
}

/** Above this an engine computes something else: float32 rounding stays below 1e-5 here. */
export const SELF_CHECK_TOLERANCE = 1e-4;
