import { readFile } from "node:fs/promises";
import { listPictures, readLabelledRecords } from "#cli/training/read-training-data.ts";
import { explainAgain } from "#lib/explain/explain-again.ts";
import { findExplainer } from "#lib/explain/registry.ts";
import { runExplainer } from "#lib/explain/run-explainer.ts";
import { rasteriseRegions } from "#lib/imaging/region.ts";
import { probeMap } from "#lib/metrics/probe-map.ts";
import { probingMetrics } from "#lib/metrics/registry.ts";
import { openModel } from "#lib/scouter/open-model.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { openPictures } from "#workers/compute/training/pictures.ts";
import type { Benchmark, Measurement } from "./bench.ts";

const DATA = "demo/scenes/data";
/** Every eighth of the 200 test pictures. */
const EVERY = 8;
const ARMS = ["grad-cam", "control-region", "control-gaussian", "control-random"];
const METRICS = [
  "infidelity",
  "infidelity-captum",
  "infidelity-captum-normalised",
  "max-sensitivity",
  "max-sensitivity-captum",
];

/** Mean scores and times of the metrics that ask the model about changed images, on maps of known worth. */
export default {
  name: "probing-metrics",
  about:
    "Metrics scored on request, over 25 test pictures of the demo's baseline: means, and the time of one map.",
  async run() {
    const model = await openModel(await readFile("demo/models/fc.safetensors"), { threads: 1 });
    const { classNames, inputSize, normalisation } = model;
    const config = {
      inputSize,
      normalisation: { mean: [...normalisation.mean], std: [...normalisation.std] },
    };
    const test = (await readLabelledRecords(DATA)).filter(({ split }) => split === "test");
    const records = test.filter((_, i) => i % EVERY === 0);
    const list = listPictures(DATA, records, classNames);
    const { labels, size, read } = await openPictures(list, {
      config,
      memoryBytes: Number.POSITIVE_INFINITY,
    });
    const rows: Measurement[] = [];
    for (const id of ARMS) {
      const explainer = findExplainer(id);
      const random = createRandom("probing-metrics");
      for (const metric of METRICS) {
        let [sum, spent] = [0, 0];
        for (const [i, record] of records.entries()) {
          const image = { data: await read(i), count: 1, height: size, width: size };
          const masks = record.regions.filter(({ kind }) => kind === "mask");
          const region = rasteriseRegions(masks, record.size!, { width: size, height: size });
          const shared = { explainer, model, random };
          const target = labels[i];
          const [map] = await runExplainer({
            ...shared,
            images: image,
            targets: [target],
            regions: [region],
          });
          const explain = explainAgain({ ...shared, image, target, region });
          const began = performance.now();
          const metrics = [probingMetrics.get(metric)!];
          const [score] = await probeMap({ map, model, image, target, random, explain, metrics });
          spent += performance.now() - began;
          sum += score.value ?? Number.NaN;
        }
        rows.push({ name: `${id}: ${metric}`, value: sum / records.length, unit: "" });
        rows.push({ name: `${id}: ${metric}, time`, value: spent / records.length, unit: "ms/map" });
      }
    }
    await model.dispose();
    return rows;
  },
} satisfies Benchmark;
