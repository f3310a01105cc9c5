import { contentKey } from "#lib/explain/image-batch.ts";
import type { ImageBatch, ModelView, SaliencyMap } from "#lib/tensor/model-view.ts";
import type { Random } from "#lib/tensor/random.ts";
import type { Explain, Explains, ProbingMetric, Score } from "./define-metric.ts";
import { type PreparedMap, prepareMap, whyUnread } from "./prepare-map.ts";
import { probingMetrics } from "./registry.ts";
import { type MetricScore, toRow } from "./score-map.ts";

export interface ProbeRequest {
  /** As the method gave it, at its own resolution. */
  map: SaliencyMap;
  /** The model the map explains. */
  model: ModelView;
  /** The explained image alone, as the model sees it. */
  image: ImageBatch;
  /** Whose output is followed: see `probabilityClass`. A metric that `reverses` follows `explained`. */
  target: number;
  /**
   * The run's source. Changes are drawn from a fork named after the metric, the image's content and the class, so all methods
   * are asked about the same ones, and a score does not depend on what else was scored.
   */
  random: Random;
  /** Makes maps anew, see `explainAgain`; without it metrics that need the explainer are undefined `no_explainer`. */
  explain?: Explain;
  /** The same for another class. */
  explainClass?: (target: number) => Explain;
  /** The same on the model with more and more layers drawn anew, see `Probe`. */
  explainRandomised?: readonly Explain[];
  /** The class the map explains and how; default: evidence for `target`. */
  explained?: number;
  explains?: Explains;
  /** Which metrics, by default all: mind their cost (`forwards`, `explanations`). */
  metrics?: readonly ProbingMetric[];
}

/** Scores one map under metrics that ask the model, or the explainer, about changed images. */
export async function probeMap(request: ProbeRequest): Promise<MetricScore[]> {
  const { model, image, target, random, explain = null, explainClass = null } = request;
  const { explainRandomised = null } = request;
  const { explained = target, explains = "for" } = request;
  const wanted = request.metrics ?? [...probingMetrics.values()];
  const prepared = prepareMap(request.map, model.inputSize);
  const shared = { model, image, explain, explainClass, explainRandomised, explained, explains };
  const rows: MetricScore[] = [];
  for (const metric of wanted) {
    const followed = metric.reverses ? explained : target;
    const draws = random.fork(metric.id).fork(contentKey(image, followed));
    const reason = "undefined" in prepared ? prepared : whyUnread(metric, prepared);
    const score: Score =
      reason ??
      (await metric.probe({ ...shared, target: followed, ...(prepared as PreparedMap), random: draws }));
    rows.push(toRow(metric, score, { ...metric.parameters, probabilityClass: followed }));
  }
  return rows;
}
