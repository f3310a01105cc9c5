import type { Box } from "#lib/imaging/box.ts";
import type { Mask } from "#lib/imaging/mask-runs.ts";
import type { ImageBatch, ModelView, SaliencyMap } from "#lib/tensor/model-view.ts";
import type { Explains, Metric, MetricFacts, Score, UndefinedScore } from "./define-metric.ts";
import { traceCurves } from "./faithfulness/curves.ts";
import { prepareMap, whyUnread } from "./prepare-map.ts";
import { metrics as allMetrics } from "./registry.ts";

export interface ScoreRequest {
  /** As the method gave it, at its own resolution. */
  map: SaliencyMap;
  /** The model the map explains. */
  model: ModelView;
  /** The explained image alone, as the model sees it. */
  image: ImageBatch;
  /** Ground truth at the model's input size; null = unknown. */
  mask: Mask | null;
  /** In pixels of the model's input; null = unknown. */
  box: Box | null;
  /** Of each part of the region; default: `box`. */
  boxes?: readonly Box[];
  /** The class the map explains, for or against: the one whose probability the curves follow. */
  target: number;
  /** Which metrics, by default all. */
  metrics?: readonly Metric[];
}

/** One metric of one map: exactly one of `value` and `undefinedReason` is set. */
export interface MetricScore {
  metricId: string;
  profile: string;
  value: number | null;
  undefinedReason: UndefinedScore | null;
  parameters: Record<string, string | number>;
}

/**
 * Scores one map under every metric. The map is prepared once, and the curves of all faithfulness metrics come from one
 * batch of 65 forward passes.
 */
export async function scoreMap(request: ScoreRequest): Promise<MetricScore[]> {
  const { model, image, mask, box, target } = request;
  const wanted = request.metrics ?? [...allMetrics.values()];
  const prepared = prepareMap(request.map, model.inputSize);
  const row = (metric: Metric, score: Score) =>
    toRow(
      metric,
      score,
      metric.needs.includes("curves")
        ? { ...metric.parameters, probabilityClass: target }
        : metric.parameters,
    );
  if ("undefined" in prepared) return wanted.map((metric) => row(metric, prepared));
  const { map, values } = prepared;
  if (mask && (mask.height !== map.height || mask.width !== map.width)) {
    throw new Error(`mask is ${mask.height} x ${mask.width}, the model's input ${map.height} x ${map.width}`);
  }
  const needsCurves = wanted.some((metric) => metric.needs.includes("curves"));
  const curves = needsCurves ? await traceCurves(model, image, values.data, target) : null;
  const subject = { map, values, mask, box, boxes: request.boxes ?? (box ? [box] : []), curves };
  return wanted.map((metric) => row(metric, whyUnread(metric, prepared) ?? metric.score(subject)));
}

/** A score as it is stored. */
export function toRow(
  { id, profile }: MetricFacts,
  score: Score,
  parameters: Readonly<Record<string, string | number>>,
): MetricScore {
  const defined = "value" in score;
  return {
    metricId: id,
    profile,
    value: defined ? score.value : null,
    undefinedReason: defined ? null : score.undefined,
    parameters: { ...parameters },
  };
}

/**
 * The class whose output a probing metric follows, unless it `reverses`. A map of evidence for a class: that class. A map of
 * evidence against one: the image's true class, for what speaks against "lion" on a fox is what speaks for "fox", and these
 * metrics ask what an image loses with what a map shows.
 */
export function probabilityClass(explains: Explains, target: number, trueClass: number | null): number {
  return explains === "against" && trueClass !== null ? trueClass : target;
}
