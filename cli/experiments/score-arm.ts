import type { ClassSimilarity } from "#lib/explain/class-similarity.ts";
import type { Explainer } from "#lib/explain/define-explainer.ts";
import { explainAgain } from "#lib/explain/explain-again.ts";
import { estimateIbaStatistics, type IbaStatistics } from "#lib/explain/information/iba-statistics.ts";
import { findExplainer } from "#lib/explain/registry.ts";
import { parseOptions } from "#lib/explain/run-explainer.ts";
import { resolveTarget } from "#lib/explain/targets.ts";
import { probeMap } from "#lib/metrics/probe-map.ts";
import { metrics, probingMetrics } from "#lib/metrics/registry.ts";
import { type MetricScore, scoreMap } from "#lib/metrics/score-map.ts";
import type { ImageBatch, ModelView, SaliencyMap } from "#lib/tensor/model-view.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { randomiseModel } from "../evaluate/randomise-model.ts";
import type { ExperimentData } from "./data.ts";
import type { ModelRef } from "./experiment.ts";
import { COSTLY_METRICS, known, type ScoresByMetric } from "./measure-model.ts";
import type { ArmModel, MethodArm } from "./method-arms.ts";
import { imageAt, openTestImages, type TestImages, truthAt } from "./test-images.ts";

/** Of the map and the region alone. */
const MAP_METRICS = [
  "area",
  "precision-box",
  "precision-mask",
  "pointing-game",
  "top5-in-mask",
  "rank-accuracy",
];

/** What a score is filed under: which model judged, or that the explained class's own probability was followed. */
export const scoreKey = (judge: "own" | "own class" | ArmModel, metricId: string) => `${judge} ${metricId}`;

/** The models that judge every map, whatever model it explains. */
export const JUDGES: readonly ArmModel[] = ["fc", "scouter+"];

/** Which of its images an arm is asked more about. */
export interface Probed {
  sensitivity: ReadonlySet<number>;
  randomisation: ReadonlySet<number>;
}

export interface MethodBench {
  /** Scores of one arm on test images, one value an image; a seed draws what the method draws. */
  score(arm: MethodArm, seed: string, positions: readonly number[], probed: Probed): Promise<ScoresByMetric>;
  /** Images put through the network for one map. */
  passes(arm: MethodArm): number;
  dispose(): Promise<void>;
}

/** Training images that IBA's statistics are measured on. */
const STATISTICS_IMAGES = 256;

/** Opens the three models once for all arms. */
export async function openMethodBench(
  refs: Readonly<Record<ArmModel, ModelRef>>,
  data: ExperimentData,
  similarity: ClassSimilarity,
): Promise<MethodBench> {
  const opened: Record<ArmModel, TestImages> = {
    fc: await openTestImages(refs.fc, data),
    "scouter+": await openTestImages(refs["scouter+"], data),
    "scouter-": await openTestImages(refs["scouter-"], data),
  };
  const statistics = new Map<string, IbaStatistics>();
  const randomised = new Map<ArmModel, ModelView | null>();

  function look(arm: MethodArm): ModelView {
    const { model } = opened[arm.model];
    const below = model.layers?.at(-2);
    return arm.inner && below && model.atLayer ? model.atLayer(below) : model;
  }

  async function statisticsOf(arm: MethodArm): Promise<IbaStatistics | undefined> {
    if (!findExplainer(arm.explainer).needs.includes("statistics")) return undefined;
    const known = statistics.get(arm.label);
    if (known) return known;
    const drawn = createRandom("statistics")
      .shuffle([...data.train])
      .slice(0, STATISTICS_IMAGES);
    const train = await openTestImages(refs[arm.model], data, drawn);
    const made = await estimateIbaStatistics(look(arm), await allImages(train));
    await train.model.dispose();
    statistics.set(arm.label, made);
    return made;
  }

  async function randomisedOf(model: ArmModel): Promise<ModelView | null> {
    const before = randomised.get(model);
    if (before !== undefined) return before;
    const made = await randomiseModel(refs[model].file, createRandom("randomised"));
    randomised.set(model, made);
    return made;
  }

  return {
    passes(arm) {
      const explainer = findExplainer(arm.explainer);
      const { forwards, backwards } = explainer.cost(parseOptions(explainer, arm.options), look(arm));
      return forwards + backwards;
    },
    async score(arm, seed, positions, probed) {
      const explainer = findExplainer(arm.explainer);
      const own = opened[arm.model];
      const model = look(arm);
      const shared = { explainer, options: arm.options, statistics: await statisticsOf(arm) };
      const scores: ScoresByMetric = {};
      for (const [i, position] of positions.entries()) {
        const image = await imageAt(own, position);
        const label = own.set.labels[position];
        const { logits } = await own.model.forward(image);
        const target = resolveTarget(arm.rule, { trueClass: label, logits, similarity });
        const { region, mask, box } = truthAt(own, position);
        const random = createRandom(seed);
        const again = { ...shared, model, image, target, random, region };
        const explain = explainAgain(again);
        const [map] = await explain(image);
        const rows = await scoreOnOwn({ own, explainer, map, image, label, target, mask, box, random });
        const probes = [
          ...(probed.sensitivity.has(position) ? ["max-sensitivity"] : []),
          ...(probed.randomisation.has(position) && !shared.statistics ? ["parameter-randomisation"] : []),
        ];
        if (probes.length > 0) {
          const other = await randomisedOf(arm.model);
          rows.push(
            ...own_(
              await probeMap({
                map,
                model: own.model,
                image,
                target: label,
                random,
                explain,
                explainRandomised: other ? explainAgain({ ...again, model: other }) : undefined,
                metrics: probes.map((id) => known(probingMetrics, id)),
              }),
            ),
          );
        }
        for (const judge of JUDGES) {
          if (judge === arm.model) continue;
          const on = opened[judge];
          const found = await curves(on.model, map, await imageAt(on, position), label);
          rows.push(...found.map((row) => [scoreKey(judge, row.metricId), row.value] as const));
        }
        for (const [key, value] of rows) {
          scores[key] ??= Array<number | null>(positions.length).fill(null);
          scores[key][i] = value;
        }
      }
      return scores;
    },
    async dispose() {
      for (const { model } of Object.values(opened)) await model.dispose();
      for (const model of randomised.values()) await model?.dispose();
    },
  };
}

type Filed = readonly [key: string, value: number | null];

const own_ = (rows: readonly MetricScore[]): Filed[] =>
  rows.map(({ metricId, value }) => [scoreKey("own", metricId), value]);

function curves(model: ModelView, map: SaliencyMap, image: ImageBatch, target: number) {
  const wanted = COSTLY_METRICS.map((id) => known(metrics, id));
  return scoreMap({ map, model, image, mask: null, box: null, target, metrics: wanted });
}

interface OwnRequest {
  own: TestImages;
  explainer: Explainer;
  map: SaliencyMap;
  image: ImageBatch;
  label: number;
  target: number;
  mask: ReturnType<typeof truthAt>["mask"];
  box: ReturnType<typeof truthAt>["box"];
  random: ReturnType<typeof createRandom>;
}

/** The map on the model it explains: for the true class, and for evidence against a class for that class too. */
async function scoreOnOwn(request: OwnRequest): Promise<Filed[]> {
  const { own, explainer, map, image, label, target, mask, box, random } = request;
  const { model } = own;
  const wanted = [...MAP_METRICS, ...COSTLY_METRICS].map((id) => known(metrics, id));
  const { explains } = explainer;
  const asked = explains === "against" ? ["infidelity", "contrary-evidence"] : ["infidelity"];
  const rows = own_([
    ...(await scoreMap({ map, model, image, mask, box, target: label, metrics: wanted })),
    ...(await probeMap({
      map,
      model,
      image,
      target: label,
      explained: target,
      explains,
      random,
      metrics: asked.map((id) => known(probingMetrics, id)),
    })),
  ]);
  if (explains !== "against") return rows;
  const followed = await curves(model, map, image, target);
  return [...rows, ...followed.map((row) => [scoreKey("own class", row.metricId), row.value] as const)];
}

async function allImages(opened: TestImages): Promise<ImageBatch> {
  const { set } = opened;
  const count = set.labels.length;
  const size = set.size ** 2 * 3;
  const data = new Float32Array(count * size);
  for (let i = 0; i < count; i++) data.set((await imageAt(opened, i)).data, i * size);
  return { data, count, height: set.size, width: set.size };
}
