import { explainAgain } from "#lib/explain/explain-again.ts";
import { probeMap } from "#lib/metrics/probe-map.ts";
import { metrics, probingMetrics } from "#lib/metrics/registry.ts";
import { type MetricScore, scoreMap } from "#lib/metrics/score-map.ts";
import type { ImageBatch, ModelView, SaliencyMap } from "#lib/tensor/model-view.ts";
import { COSTLY_METRICS, known } from "./measure-model.ts";
import type { ArmModel } from "./method-arms.ts";
import { imageAt, type TestImages, truthAt } from "./test-images.ts";

/** Of the map and the region alone. */
export const MAP_METRICS = [
  "area",
  "precision-box",
  "precision-mask",
  "pointing-game",
  "top5-in-mask",
  "rank-accuracy",
];

/** What a score is filed under: which model judged, or that the explained class's own probability was followed. */
export const scoreKey = (judge: "own" | "own class" | ArmModel, metricId: string) => `${judge} ${metricId}`;

export type FiledScore = readonly [key: string, value: number | null];

/** One map of one test image, with what made it. */
export interface ArmMap {
  map: SaliencyMap;
  own: TestImages;
  position: number;
  image: ImageBatch;
  trueClass: number;
  /** As `explainAgain` takes it; `target` is the class the map explains. */
  again: Parameters<typeof explainAgain>[0];
}

const file = (judge: Parameters<typeof scoreKey>[0], rows: readonly MetricScore[]): FiledScore[] =>
  rows.map(({ metricId, value }) => [scoreKey(judge, metricId), value]);

/** The map on the model it explains: for the true class, and for evidence against a class for that class too. */
export async function scoreOnOwn({
  map,
  own,
  position,
  image,
  trueClass,
  again,
}: ArmMap): Promise<FiledScore[]> {
  const { model } = own;
  const { mask, box } = truthAt(own, position);
  const { explains } = again.explainer;
  const wanted = [...MAP_METRICS, ...COSTLY_METRICS].map((id) => known(metrics, id));
  const asked = explains === "against" ? ["infidelity", "contrary-evidence"] : ["infidelity"];
  const rows = file("own", [
    ...(await scoreMap({ map, model, image, mask, box, target: trueClass, metrics: wanted })),
    ...(await probeMap({
      map,
      model,
      image,
      target: trueClass,
      explained: again.target,
      explains,
      random: again.random,
      metrics: asked.map((id) => known(probingMetrics, id)),
    })),
  ]);
  if (explains !== "against") return rows;
  return [...rows, ...file("own class", await curves(model, map, image, again.target))];
}

/** What makes the map anew: on the image a little changed, and on the model with layers drawn anew. */
export async function scoreRemade(
  { map, own, image, trueClass, again }: ArmMap,
  metricIds: readonly string[],
  randomised: readonly ModelView[],
): Promise<FiledScore[]> {
  const rows = await probeMap({
    map,
    model: own.model,
    image,
    target: trueClass,
    random: again.random,
    explain: explainAgain(again),
    explainRandomised: randomised.map((other) => explainAgain({ ...again, model: other })),
    metrics: metricIds.map((id) => known(probingMetrics, id)),
  });
  return file("own", rows);
}

/** The same map judged by a model it does not explain. */
export async function scoreOnJudge(
  { map, position, trueClass }: ArmMap,
  name: ArmModel,
  judge: TestImages,
): Promise<FiledScore[]> {
  return file(name, await curves(judge.model, map, await imageAt(judge, position), trueClass));
}

function curves(model: ModelView, map: SaliencyMap, image: ImageBatch, target: number) {
  const wanted = COSTLY_METRICS.map((id) => known(metrics, id));
  return scoreMap({ map, model, image, mask: null, box: null, target, metrics: wanted });
}
