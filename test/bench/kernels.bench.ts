import * as tf from "@tensorflow/tfjs-core";
import { createRandom } from "#lib/tensor/random.ts";
import { startWasm } from "#lib/tensor/wasm/start.ts";
import { type Benchmark, type Measurement, median } from "./bench.ts";
import { learning, moving } from "./kernel-cases.ts";

const ROUNDS = 7;
/** A number written once costs about .15 ns on the machine this was made on. */
const MOVED = "<= 2";
const GRADIENTS = "<= 3.5";

/** Median processor time of one call in milliseconds: other users of the machine are not counted. */
function processorTime(work: () => tf.TensorContainer): number {
  const run = () => {
    const before = process.cpuUsage();
    tf.dispose(work());
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  run();
  return median(Array.from({ length: ROUNDS }, run));
}

function draw(shapes: number[][]): tf.Tensor[] {
  const random = createRandom("kernels");
  return shapes.map((shape) => {
    const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, random.normal);
    return tf.tensor(values, shape);
  });
}

const sizeOf = (tensors: tf.Tensor[]) => tensors.reduce((sum, { size }) => sum + size, 0);

export default {
  name: "kernels",
  about: "Kernels of the wasm engine on feature maps of usual sizes, in processor time; medians.",
  async run() {
    await startWasm();
    await tf.setBackend("wasm");
    const rows: Measurement[] = moving.map(([name, shapes, f]) => {
      const xs = draw(shapes);
      const out = [f(...xs)].flat();
      const numbers = Math.max(sizeOf(out), sizeOf(xs) / xs.length);
      tf.dispose(out);
      const ms = processorTime(() => tf.tidy(() => f(...xs)));
      tf.dispose(xs);
      return { name, value: (ms * 1e6) / numbers, unit: "ns", target: MOVED };
    });
    for (const [name, shapes, f] of learning) {
      const xs = draw(shapes);
      const work = f as (...tensors: tf.Tensor[]) => tf.Tensor;
      const value = processorTime(() => tf.tidy(() => work(...xs)));
      const dy = tf.tidy(() => tf.onesLike(work(...xs)));
      const both = processorTime(() => tf.tidy(() => tf.grads(work)(xs, dy)));
      tf.dispose([xs, dy]);
      rows.push({ name: `${name}, value`, value, unit: "ms" });
      rows.push({ name: `${name}, with gradients`, value: both / value, unit: "x value", target: GRADIENTS });
    }
    return rows;
  },
} satisfies Benchmark;
