import type { ClassSimilarity } from "#lib/explain/class-similarity.ts";
import { explainAgain } from "#lib/explain/explain-again.ts";
import { findExplainer } from "#lib/explain/registry.ts";
import { resolveTarget, type TargetRule } from "#lib/explain/targets.ts";
import { jointAreas } from "#lib/metrics/contrast/area-by-similarity.ts";
import { probeMap } from "#lib/metrics/probe-map.ts";
import { metrics, probingMetrics } from "#lib/metrics/registry.ts";
import type { MetricScore } from "#lib/metrics/score-map.ts";
import { probabilityClass, scoreMap } from "#lib/metrics/score-map.ts";
import type { Forward, ModelView, SaliencyMap } from "#lib/tensor/model-view.ts";
import { createRandom } from "#lib/tensor/random.ts";
import type { ExperimentData } from "./data.ts";
import type { ModelRef } from "./experiment.ts";
import { imageAt, openTestImages, truthAt } from "./test-images.ts";

/** A model's answers on the test images, in their order. */
export interface Answers {
  labels: number[];
  /** [count][n] */
  logits: number[][];
  /** Joint area of each class's map; of models with slots. */
  areas: number[][] | null;
}

/** Per-image values of each metric; null where it is undefined on an image or was not measured there. */
export type ScoresByMetric = Record<string, (number | null)[]>;

/** The metrics of the paper's table 1, and an area-free one beside them: precision rewards small maps. */
export const CHEAP_METRICS = ["area", "precision-box", "precision-mask", "pointing-game", "top5-in-mask"];
export const COSTLY_METRICS = [
  "insertion-auc",
  "deletion-auc",
  "insertion-auc-over-clean",
  "deletion-auc-over-clean",
];
export const PROBING_METRICS = ["infidelity", "max-sensitivity"];

/** One forward pass for every test image. */
export async function measureAnswers(ref: ModelRef, data: ExperimentData): Promise<Answers> {
  const opened = await openTestImages(ref, data);
  const { model, set } = opened;
  const n = model.classNames.length;
  const answers: Answers = { labels: [...set.labels], logits: [], areas: model.kind === "fc" ? null : [] };
  for (const position of set.labels.keys()) {
    const forward = await model.forward(await imageAt(opened, position));
    answers.logits.push([...forward.logits]);
    if (forward.attention) answers.areas?.push(jointAreas(forward.attention, n));
  }
  await model.dispose();
  return answers;
}

export interface MapsRequest {
  ref: ModelRef;
  data: ExperimentData;
  rule: TargetRule;
  similarity: ClassSimilarity;
  /** Positions whose faithfulness and robustness are measured too. */
  costly: ReadonlySet<number>;
  seed: string;
}

/** The maps of a SCOUTER model for one class of every test image, scored. */
export async function measureMaps(request: MapsRequest): Promise<ScoresByMetric> {
  const { ref, data, rule, similarity, costly, seed } = request;
  const opened = await openTestImages(ref, data);
  const { model, set } = opened;
  const random = createRandom(seed);
  const scores: ScoresByMetric = {};
  for (const [position, label] of set.labels.entries()) {
    const batch = await imageAt(opened, position);
    const forward = await model.forward(batch);
    const target = resolveTarget(rule, { trueClass: label, logits: forward.logits, similarity });
    const explainer = findExplainer(model.kind);
    const judged = probabilityClass(explainer.explains, target, label);
    const map = slotMap(model, forward, target);
    const truth = truthAt(opened, position);
    const wanted = costly.has(position) ? [...CHEAP_METRICS, ...COSTLY_METRICS] : CHEAP_METRICS;
    const rows: MetricScore[] = await scoreMap({
      map,
      model,
      image: batch,
      mask: truth.mask,
      box: truth.box,
      target: judged,
      metrics: wanted.map((id) => known(metrics, id)),
    });
    if (costly.has(position)) {
      const explain = explainAgain({ explainer, model, image: batch, target, random });
      const probes = PROBING_METRICS.map((id) => known(probingMetrics, id));
      rows.push(
        ...(await probeMap({ map, model, image: batch, target: judged, random, explain, metrics: probes })),
      );
    }
    for (const { metricId, value } of rows) {
      scores[metricId] ??= Array<number | null>(set.labels.length).fill(null);
      scores[metricId][position] = value;
    }
  }
  await model.dispose();
  return scores;
}

export function known<T>(registry: ReadonlyMap<string, T>, id: string): T {
  const found = registry.get(id);
  if (!found) throw new Error(`there is no metric ${id}`);
  return found;
}

function slotMap(model: ModelView, { attention }: Forward, target: number): SaliencyMap {
  if (!attention) throw new Error("a model without slots has no attention to measure");
  const { height, width } = model.featureShape;
  const cells = height * width;
  return { data: attention.slice(target * cells, (target + 1) * cells), height, width };
}
