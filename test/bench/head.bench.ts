import { readFile } from "node:fs/promises";
import { openModel } from "#lib/scouter/open-model.ts";
import type { ForwardEngine } from "#lib/tensor/engine-names.ts";
import type { ImageBatch } from "#lib/tensor/model-view.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { type Benchmark, hasNativeEngine, type Measurement, median } from "./bench.ts";

const BATCH = 16;
const ROUNDS = 31;

/** Processor time in milliseconds; unlike wall time it means something while others use the machine. */
async function processorTime(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

export default {
  name: "head",
  about: `What the slot head adds to a forward pass of the demo's network, ${BATCH} pictures, one thread, processor time; medians.`,
  async run() {
    const random = createRandom("head");
    const engines: ForwardEngine[] = hasNativeEngine() ? ["onnx", "wasm", "native"] : ["onnx", "wasm"];
    const rows: Measurement[] = [];
    for (const engine of engines) {
      const open = async (name: string) =>
        openModel(await readFile(`demo/models/${name}.safetensors`), { forward: engine, threads: 1 });
      const models = [await open("fc"), await open("scouter-plus")];
      const side = models[0].inputSize;
      const data = Float32Array.from({ length: BATCH * side * side * 3 }, random.normal);
      const batch: ImageBatch = { data, count: BATCH, height: side, width: side };
      const times: [number[], number[]] = [[], []];
      for (let round = -3; round < ROUNDS; round++) {
        for (const [i, model] of models.entries()) {
          const ms = await processorTime(() => model.predict(batch));
          if (round >= 0) times[i].push(ms / BATCH);
        }
      }
      const [fc, scouter] = times.map(median);
      rows.push(
        { name: `${engine}, FC`, value: fc, unit: "ms/image" },
        { name: `${engine}, SCOUTER+`, value: scouter, unit: "ms/image" },
        { name: `${engine}, added`, value: 100 * (scouter / fc - 1), unit: "%", target: "<= 15" },
      );
      await Promise.all(models.map((model) => model.dispose()));
    }
    return rows;
  },
} satisfies Benchmark;
