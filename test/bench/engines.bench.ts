import { readFile } from "node:fs/promises";
import { openModel } from "#lib/scouter/open-model.ts";
import type { ImageBatch } from "#lib/tensor/model-view.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { alternate, type Benchmark } from "./bench.ts";

const BATCH = 16;
const ROUNDS = 15;

export default {
  name: "engines",
  about: `One forward pass of the demo's models in batches of ${BATCH}, one thread, engines taking turns; medians.`,
  async run() {
    const random = createRandom("engines");
    const rows = [];
    for (const name of ["fc", "scouter-plus"]) {
      const weights = await readFile(`demo/models/${name}.safetensors`);
      const onnx = await openModel(weights, { forward: "onnx", threads: 1 });
      const wasm = await openModel(weights, { forward: "wasm", threads: 1 });
      const side = onnx.inputSize;
      const data = Float32Array.from({ length: BATCH * side * side * 3 }, random.normal);
      const batch: ImageBatch = { data, count: BATCH, height: side, width: side };
      const { aMs, bMs } = await alternate(
        ROUNDS,
        () => onnx.predict(batch),
        () => wasm.predict(batch),
      );
      rows.push(
        { name: `${name}, onnx`, value: aMs / BATCH, unit: "ms/image" },
        { name: `${name}, wasm`, value: bMs / BATCH, unit: "ms/image" },
        { name: `${name}, wasm over onnx`, value: bMs / aMs, unit: "x" },
      );
      await Promise.all([onnx.dispose(), wasm.dispose()]);
    }
    return rows;
  },
} satisfies Benchmark;
