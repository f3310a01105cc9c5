import { readFile } from "node:fs/promises";
import { estimateIbaStatistics } from "#lib/explain/information/iba-statistics.ts";
import { explainers } from "#lib/explain/registry.ts";
import { parseOptions, refuseModel, runExplainer } from "#lib/explain/run-explainer.ts";
import { openModel } from "#lib/scouter/open-model.ts";
import type { EngineWish } from "#lib/tensor/engine-names.ts";
import type { ImageBatch, ModelView } from "#lib/tensor/model-view.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { type Benchmark, hasNativeEngine, type Measurement, time } from "./bench.ts";

const MODEL = "demo/models/fc.safetensors";
const SCOUTER = {
  "scouter+": "demo/models/scouter-plus.safetensors",
  "scouter-": "demo/models/scouter-minus.safetensors",
};
/** Images of one measurement of the plain forward rate. */
const PLAIN = 512;
/** Methods that do nothing but ask the model. */
const ASKING = ["score-cam", "ss-cam", "rise", "lime", "kernel-shap"];

function pictures(count: number, side: number): ImageBatch {
  const random = createRandom("bench pictures");
  const data = Float32Array.from(
    { length: count * side * side * 3 },
    (_, i) => Math.sin(i / 40) + random.normal() / 4,
  );
  return { data, count, height: side, width: side };
}

/** Milliseconds of one map, after one that is not counted where it is quick. */
async function timeMap(model: ModelView, id: string): Promise<number> {
  const explainer = explainers.get(id)!;
  const images = pictures(1, model.inputSize);
  const { height, width } = images;
  const statistics = explainer.needs.includes("statistics")
    ? await estimateIbaStatistics(model, pictures(8, model.inputSize))
    : undefined;
  const regions = [{ data: new Uint8Array(height * width).fill(1, 0, height), height, width }];
  const run = () =>
    runExplainer({ explainer, model, images, targets: [0], random: createRandom(1), statistics, regions });
  const first = await time(run);
  return first > 2000 ? first : time(run);
}

async function measure(label: string, wish: EngineWish): Promise<Measurement[]> {
  const rows: Measurement[] = [];
  const model = await openModel(await readFile(MODEL), wish);
  await model.predict(pictures(64, model.inputSize));
  const many = pictures(PLAIN, model.inputSize);
  const plainRate = (1000 * PLAIN) / (await time(() => model.predict(many)));
  rows.push({ name: `${label}: plain forward passes`, value: plainRate, unit: "1/s" });
  for (const [id, explainer] of explainers) {
    if (id in SCOUTER) continue;
    refuseModel(explainer, model);
    const ms = await timeMap(model, id);
    rows.push({ name: `${label}: ${id}`, value: ms, unit: "ms/map" });
    if (!ASKING.includes(id)) continue;
    const { forwards } = explainer.cost(parseOptions(explainer, {}), model);
    const share = (100 * 1000 * forwards) / ms / plainRate;
    rows.push({ name: `${label}: ${id}, of the plain rate`, value: share, unit: "%", target: "85" });
  }
  await model.dispose();
  for (const [id, file] of Object.entries(SCOUTER)) {
    const slots = await openModel(await readFile(file), wish);
    rows.push({ name: `${label}: ${id}`, value: await timeMap(slots, id), unit: "ms/map" });
    await slots.dispose();
  }
  return rows;
}

/** One map of every method under its default options on the demo's models, one thread. */
export default {
  name: "explainers",
  about:
    "One map of every method with its defaults on the demo's models, and how near masks come to the plain forward rate.",
  async run() {
    const rows = await measure("onnx and wasm", { forward: "onnx", gradient: "wasm", threads: 1 });
    if (!hasNativeEngine()) return rows;
    return [
      ...rows,
      ...(await measure("onnx and native", { forward: "onnx", gradient: "native", threads: 1 })),
    ];
  },
} satisfies Benchmark;
