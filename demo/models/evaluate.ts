import { readFile, writeFile } from "node:fs/promises";
import { performance } from "node:perf_hooks";
import { Command } from "commander";
import { type LabelledRecord, listPictures, readLabelledRecords } from "#cli/training/read-training-data.ts";
import { type ClassSimilarity, classSimilarity } from "#lib/explain/class-similarity.ts";
import { resolveTarget, type TargetRule } from "#lib/explain/targets.ts";
import { maskBounds } from "#lib/imaging/box.ts";
import { rasteriseRegions } from "#lib/imaging/region.ts";
import { openModel } from "#lib/scouter/open-model.ts";
import type { TrainingSet } from "#lib/scouter/training/training-set.ts";
import { selectEngines } from "#lib/tensor/engine.ts";
import type { Forward, ImageBatch, ModelView, SaliencyMap } from "#lib/tensor/model-view.ts";
import { openPictures } from "#workers/compute/training/pictures.ts";
import { acceptance, type ModelReport, type Report } from "./acceptance.ts";
import { localise, type Truth } from "./localise.ts";
import { areaTrend, jointAreas } from "./trend.ts";

/**
 * Measures the three demo models on held-out pictures and prints every bound with the value found. Exit code 1 unless all are
 * kept. `--data` is a Scenes folder with the splits held-out and same-style.
 */

interface TestSet extends TrainingSet {
  styles: string[];
  truths: Truth[];
}

async function readTestSet(folder: string, split: string, model: ModelView): Promise<TestSet> {
  const records = (await readLabelledRecords(folder)).filter((record) => record.split === split);
  if (records.length === 0) throw new Error(`${folder} has no pictures of the split ${split}`);
  const list = listPictures(folder, records, model.classNames);
  const { mean, std } = model.normalisation;
  const config = { inputSize: model.inputSize, normalisation: { mean: [...mean], std: [...std] } };
  const set = await openPictures(list, { config, memoryBytes: Number.POSITIVE_INFINITY });
  return {
    ...set,
    styles: records.map(({ attributes }) => String(attributes.style)),
    truths: records.map((record) => readTruth(record, model.inputSize)),
  };
}

function readTruth({ regions, size, file }: LabelledRecord, side: number): Truth {
  if (!size) throw new Error(`${file} has no size`);
  const masks = regions.filter(({ kind }) => kind === "mask");
  const mask = rasteriseRegions(masks, size, { width: side, height: side });
  const bounds = maskBounds(rasteriseRegions(masks, size));
  if (!bounds) throw new Error(`${file} has an empty mask`);
  const scale = side / size.width;
  const { x, y, width, height } = bounds;
  return { mask, box: { x: x * scale, y: y * scale, width: width * scale, height: height * scale } };
}

async function runForward(model: ModelView, { labels, size, read }: TrainingSet): Promise<Forward[]> {
  const results: Forward[] = [];
  for (const position of labels.keys()) {
    const batch: ImageBatch = { data: await read(position), count: 1, height: size, width: size };
    results.push(await model.forward(batch));
  }
  return results;
}

const share = (flags: readonly boolean[]) => flags.filter(Boolean).length / flags.length;

function shareBy(keys: readonly string[], flags: readonly boolean[]): Record<string, number> {
  const names = [...new Set(keys)].sort();
  return Object.fromEntries(names.map((name) => [name, share(flags.filter((_, i) => keys[i] === name))]));
}

function isRight({ logits }: Forward, label: number): boolean {
  return logits.every((value, k) => k === label || value < logits[label]);
}

async function measure(model: ModelView, heldOut: TestSet, sameStyle: TestSet) {
  const results = await runForward(model, heldOut);
  const right = results.map((result, i) => isRight(result, heldOut.labels[i]));
  const same = (await runForward(model, sameStyle)).map((result, i) => isRight(result, sameStyle.labels[i]));
  const report: ModelReport = {
    heldOut: share(right),
    heldOutByStyle: shareBy(heldOut.styles, right),
    heldOutByClass: shareBy(
      heldOut.labels.map((label) => model.classNames[label]),
      right,
    ),
    sameStyle: share(same),
  };
  return { results, report };
}

/** Maps of one target rule, scored; and how the area depends on the class. */
function describeMaps(
  model: ModelView,
  results: Forward[],
  set: TestSet,
  similarity: ClassSimilarity,
): Pick<ModelReport, "maps" | "trend"> {
  const { height, width } = model.featureShape;
  const n = model.classNames.length;
  const attentions = results.map(({ attention }) => attention as Float32Array);
  const mapsOf = (rule: TargetRule) =>
    attentions.map((attention, i): SaliencyMap => {
      const target = resolveTarget(rule, { trueClass: set.labels[i], logits: results[i].logits, similarity });
      return { data: attention.slice(target * height * width, (target + 1) * height * width), height, width };
    });
  const rules = ["true", "most-similar", "least-similar"] as const;
  const maps = Object.fromEntries(
    rules.map((rule) => [rule, localise(mapsOf(rule), set.truths, model.inputSize)]),
  );
  const areas = attentions.map((attention) => jointAreas(attention, n));
  return { maps, trend: areaTrend(areas, set.labels, similarity) };
}

async function evaluate(folder: string, models: string, split: string): Promise<Report> {
  const open = async (name: string) => openModel(await readFile(`${models}/${name}.safetensors`));
  const fc = await open("fc");
  const heldOut = await readTestSet(folder, split, fc);
  const sameStyle = await readTestSet(folder, "same-style", fc);
  const baseline = await measure(fc, heldOut, sameStyle);
  const logits = Float32Array.from(baseline.results.flatMap((result) => [...result.logits]));
  const similarity = classSimilarity(logits, heldOut.labels, fc.classNames.length);
  await fc.dispose();

  const measureSlots = async (name: string): Promise<ModelReport> => {
    const model = await open(name);
    const { results, report } = await measure(model, heldOut, sameStyle);
    await model.dispose();
    return { ...report, ...describeMaps(model, results, heldOut, similarity) };
  };
  return {
    fc: baseline.report,
    plus: await measureSlots("scouter-plus"),
    minus: await measureSlots("scouter-minus"),
  };
}

const { data, models, split, out } = new Command()
  .requiredOption("--data <dir>", "Scenes folder with the splits held-out and same-style")
  .option("--models <dir>", "folder of the weights", "demo/models")
  .option("--split <name>", "measure on this split; settings are chosen on validation", "held-out")
  .option("--out <file>", "write all figures as JSON")
  .parse()
  .opts<{ data: string; models: string; split: string; out?: string }>();
const began = performance.now();
const engines = await selectEngines();
const report = await evaluate(data, models, split);
const checks = acceptance(report);
for (const { what, value, direction, bound, pass } of checks) {
  console.log(`${pass ? "PASS" : "FAIL"}  ${what}: ${value.toFixed(3)} (${direction} ${bound})`);
}
const seconds = (performance.now() - began) / 1000;
console.log(
  `${checks.filter(({ pass }) => pass).length} of ${checks.length} kept, ${seconds.toFixed(0)} s, forward on ${engines.forward.name}`,
);
if (out)
  await writeFile(out, `${JSON.stringify({ split, engine: engines.forward, ...report, checks }, null, 1)}\n`);
process.exitCode = checks.every(({ pass }) => pass) ? 0 : 1;
