import { BATCH_NORM_GRADIENT, BATCH_NORM_TRAINING, RELU_GRADIENT, RELU6_GRADIENT } from "../kernel-names.ts";
import { heapKernel } from "./call-kernel.ts";
import { WORD } from "./copy-strided.ts";
import type { Heap, HeapTensor } from "./heap.ts";

const masked = (name: string, loop: "reluGradient" | "relu6Gradient") =>
  heapKernel(name, ({ heap, input }) => {
    const [dy, y] = [input("dy"), input("y")];
    const dx = heap.allocate(y.shape);
    const count = y.shape.reduce((product, n) => product * n, 1);
    heap.loops[loop](1, count, dx.address, dy.address, y.address);
    return dx;
  });

const rowsOf = ({ shape }: HeapTensor) => shape.slice(0, -1).reduce((product, n) => product * n, 1);

/** Mean and variance (with n) of every channel. Taken around the first row, so that a large mean costs no digits. */
function momentsOf(heap: Heap, x: HeapTensor): { mean: Float64Array; variance: Float64Array } {
  const channels = x.shape[x.shape.length - 1];
  const rows = rowsOf(x);
  return heap.withDoubles(2 * channels, (sums, read) => {
    heap.loops.moments(1, rows, channels, sums, 0, x.address, channels * WORD, 0, x.address);
    const total = read();
    const origin = heap.view(x);
    const shift = (k: number) => total[k] / rows;
    return {
      mean: Float64Array.from({ length: channels }, (_, k) => origin[k] + shift(k)),
      variance: Float64Array.from({ length: channels }, (_, k) =>
        Math.max(0, total[channels + k] / rows - shift(k) ** 2),
      ),
    };
  });
}

/** y = x scale + offset by channel; also mean, unbiased variance and 1 / sqrt(variance + epsilon). */
const batchNorm = heapKernel<{ epsilon: number }>(BATCH_NORM_TRAINING, ({ heap, inputs, attrs }) => {
  const [x, gamma, beta] = inputs();
  const rows = rowsOf(x);
  const { mean, variance } = momentsOf(heap, x);
  const inverse = variance.map((v) => 1 / Math.sqrt(v + attrs.epsilon));
  const [scales, offsets] = [Float64Array.from(heap.view(gamma)), Float64Array.from(heap.view(beta))];
  const scale = heap.place(inverse.map((factor, k) => factor * scales[k]));
  const offset = heap.place(inverse.map((factor, k) => offsets[k] - mean[k] * factor * scales[k]));
  const y = heap.allocate(x.shape);
  heap.loops.scaleAndShift(rows, mean.length, y.address, x.address, scale.address, offset.address);
  heap.free(scale, offset);
  const unbiased = variance.map((v) => (v * rows) / Math.max(1, rows - 1));
  return [y, heap.place(mean), heap.place(unbiased), heap.place(inverse)];
});

/**
 * With xh = (x - mean) inverse: dbeta = sum dy, dgamma = sum dy xh, dx = gamma inverse (dy - dbeta / n - xh dgamma / n),
 * computed as a dy + b x + c.
 */
const batchNormGradient = heapKernel(BATCH_NORM_GRADIENT, ({ heap, inputs }) => {
  const [dy, x, gamma, mean, inverse] = inputs();
  const rows = rowsOf(x);
  const channels = x.shape[x.shape.length - 1];
  const step = channels * WORD;
  const { dBeta, dGamma } = heap.withDoubles(2 * channels, (sums, read) => {
    const strided = [x.address, step, 0, dy.address, step, 0];
    heap.loops.normSums(1, rows, channels, sums, 0, ...strided, mean.address);
    const total = read();
    const factor = heap.view(inverse);
    return {
      dBeta: total.slice(0, channels),
      dGamma: total.slice(channels).map((sum, k) => sum * factor[k]),
    };
  });
  const [centre, factor, scale] = [mean, inverse, gamma].map((t) => Float64Array.from(heap.view(t)));
  const a = heap.place(factor.map((f, k) => f * scale[k]));
  const slope = factor.map((f, k) => (-f * scale[k] * f * dGamma[k]) / rows);
  const b = heap.place(slope);
  const c = heap.place(slope.map((s, k) => -s * centre[k] - (factor[k] * scale[k] * dBeta[k]) / rows));
  const dx = heap.allocate(x.shape);
  heap.loops.combine(rows, channels, dx.address, dy.address, x.address, a.address, b.address, c.address);
  heap.free(a, b, c);
  return [dx, heap.place(dGamma), heap.place(dBeta)];
});

export const normalisationKernels = [
  masked(RELU_GRADIENT, "reluGradient"),
  masked(RELU6_GRADIENT, "relu6Gradient"),
  batchNorm,
  batchNormGradient,
];
