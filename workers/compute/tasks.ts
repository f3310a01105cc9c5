import { performance } from "node:perf_hooks";
import { AppError } from "#lib/errors.ts";
import { sliceImages } from "#lib/explain/image-batch.ts";
import {
  decodeIbaStatistics,
  encodeIbaStatistics,
  estimateIbaStatistics,
} from "#lib/explain/information/iba-statistics.ts";
import { atLayer } from "#lib/explain/layer-gradients.ts";
import { findExplainer } from "#lib/explain/registry.ts";
import { parseOptions, runExplainer } from "#lib/explain/run-explainer.ts";
import { asksModel, metricsOfRuns } from "#lib/metrics/asks-model.ts";
import { classificationReport } from "#lib/metrics/classification/classification-report.ts";
import { type MetricScore, scoreMap } from "#lib/metrics/score-map.ts";
import type { ModelView } from "#lib/tensor/model-view.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { inspectModel } from "./inspect-model.ts";
import type { ModelFile, TaskInput, TaskKind, TaskNote, TaskOutput } from "./protocol.ts";
import { runTrainTask } from "./training/train-task.ts";

/** What a task has of its process. */
export interface Surroundings {
  openModel(file: ModelFile): Promise<ModelView>;
  /** The engines this process runs on, for the rows it makes. */
  engine: string;
  signal: AbortSignal;
  progress(done: number, total: number): void;
  /** Resolves when it has left this process. */
  note(note: TaskNote<TaskKind>): Promise<void>;
}

type Tasks = { [K in TaskKind]: (input: TaskInput<K>, surroundings: Surroundings) => Promise<TaskOutput<K>> };

/** The work a compute process can do; the maths itself is lib/explain and lib/metrics. */
export const tasks: Tasks = {
  async predict({ model: file, images }, { openModel, engine }) {
    const model = await openModel(file);
    const logits = await model.predict(images);
    return { logits, engine: model.engine ?? engine };
  },

  async "iba-statistics"({ model: file, layer, images }, { openModel, signal }) {
    const statistics = await estimateIbaStatistics(atLayer(await openModel(file), layer), images, signal);
    return { bytes: encodeIbaStatistics(statistics) };
  },

  async describe({ model: file, explainerId, options }, { openModel }) {
    const model = await openModel(file);
    const explainer = findExplainer(explainerId);
    const { forwards, backwards } = explainer.cost(parseOptions(explainer, options), model);
    // A backward pass takes about as long as two forward passes.
    return { forwards: forwards + 2 * backwards, needs: explainer.needs };
  },

  async explain(input, { openModel, engine, signal, progress }) {
    const model = await openModel(input.model);
    const started = performance.now();
    const maps = await runExplainer({
      explainer: findExplainer(input.explainerId),
      model,
      images: input.images,
      targets: input.targets,
      options: input.options,
      random: createRandom(input.seed),
      regions: input.truths.map((truth) => truth.region),
      statistics: input.statistics ? decodeIbaStatistics(input.statistics) : undefined,
      onProgress: progress,
      signal,
    });
    const elapsedMs = (performance.now() - started) / Math.max(1, maps.length);
    return { maps, elapsedMs, engine: model.engine ?? engine };
  },

  async evaluate(input, { openModel, engine, signal, progress }) {
    const model = await openModel(input.model);
    const asked = metricsOfRuns().filter(
      (metric) => input.metrics === "all" || asksModel(metric) === (input.metrics === "of-model"),
    );
    const scores: MetricScore[][] = [];
    for (const [index, map] of input.maps.entries()) {
      if (signal.aborted) throw new AppError("cancelled", "Scoring was cancelled.");
      const { mask, box } = input.truths[index];
      scores.push(
        await scoreMap({
          map,
          model,
          image: sliceImages(input.images, index, index + 1),
          mask,
          box,
          target: input.targets[index],
          metrics: asked,
        }),
      );
      progress(index + 1, input.maps.length);
      await nextTurn();
    }
    return { scores, engine: model.engine ?? engine };
  },

  train: (input, { signal, note }) => runTrainTask(input, { signal, note }),
  async classify(request) {
    return { report: classificationReport(request) };
  },

  "inspect-model": inspectModel,
};

/** Lets a cancellation in between two maps: an engine that never waits would keep it out. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
