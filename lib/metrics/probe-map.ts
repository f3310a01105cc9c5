import { contentKey } from "#lib/explain/image-batch.ts";
import type { ImageBatch, ModelView, SaliencyMap } from "#lib/tensor/model-view.ts";
import type { Random } from "#lib/tensor/random.ts";
import type { Explain, ProbingMetric } from "./define-metric.ts";
import { prepareMap } from "./prepare-map.ts";
import { probingMetrics } from "./registry.ts";
import { type MetricScore, toRow } from "./score-map.ts";

export interface ProbeRequest {
  /** As the method gave it, at its own resolution. */
  map: SaliencyMap;
  /** The model the map explains. */
  model: ModelView;
  /** The explained image alone, as the model sees it. */
  image: ImageBatch;
  /** Whose probability is followed: see `probabilityClass`. */
  target: number;
  /**
   * The run's source. Changes are drawn from a fork named after the metric, the image's content and the class, so all methods
   * are asked about the same ones, and a score does not depend on what else was scored.
   */
  random: Random;
  /** Makes maps anew, see `explainAgain`; without it metrics that need the explainer are undefined `no_explainer`. */
  explain?: Explain;
  /** Which metrics, by default all: mind their cost (`forwards`, `explanations`). */
  metrics?: readonly ProbingMetric[];
}

/** Scores one map under metrics that ask the model, or the explainer, about changed images. */
export async function probeMap(request: ProbeRequest): Promise<MetricScore[]> {
  const { model, image, target, random, explain = null } = request;
  const wanted = request.metrics ?? [...probingMetrics.values()];
  const map = prepareMap(request.map, model.inputSize);
  const rows: MetricScore[] = [];
  for (const metric of wanted) {
    const draws = random.fork(metric.id).fork(contentKey(image, target));
    const score =
      "undefined" in map ? map : await metric.probe({ map, model, image, target, explain, random: draws });
    rows.push(toRow(metric, score, { ...metric.parameters, probabilityClass: target }));
  }
  return rows;
}
