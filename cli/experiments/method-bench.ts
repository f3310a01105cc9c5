import type { ClassSimilarity } from "#lib/explain/class-similarity.ts";
import { explainAgain } from "#lib/explain/explain-again.ts";
import { estimateIbaStatistics, type IbaStatistics } from "#lib/explain/information/iba-statistics.ts";
import { atLayer } from "#lib/explain/layer-gradients.ts";
import { findExplainer } from "#lib/explain/registry.ts";
import { parseOptions } from "#lib/explain/run-explainer.ts";
import { resolveTarget } from "#lib/explain/targets.ts";
import type { ImageBatch } from "#lib/tensor/model-view.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { randomiseModel } from "../evaluate/randomise-model.ts";
import type { ExperimentData } from "./data.ts";
import type { ModelRef } from "./experiment.ts";
import type { ScoresByMetric } from "./measure-model.ts";
import type { ArmModel, MethodArm } from "./method-arms.ts";
import { type ArmMap, type FiledScore, scoreOnJudge, scoreOnOwn, scoreRemade } from "./score-arm-map.ts";
import { imageAt, openTestImages, type TestImages, truthAt } from "./test-images.ts";

/** The models that judge every map, whatever model it explains. */
const JUDGES: readonly ArmModel[] = ["fc", "scouter+"];

/** Training images that IBA's statistics are measured on. */
const STATISTICS_IMAGES = 256;

export type ArmModels = Readonly<Record<ArmModel, ModelRef>>;

/** Which test images an arm is asked more about. */
export interface Probed {
  sensitivity: ReadonlySet<number>;
  randomisation: ReadonlySet<number>;
}

/** The models of a comparison of methods, opened once for all arms. */
export interface MethodBench {
  /** Scores of one arm on test images by `scoreKey`, one value an image; a seed draws what the method draws. */
  score(arm: MethodArm, seed: string, positions: readonly number[], probed: Probed): Promise<ScoresByMetric>;
  /** Images put through the network for one map. */
  passes(arm: MethodArm): number;
  dispose(): Promise<void>;
}

export async function openMethodBench(
  refs: ArmModels,
  data: ExperimentData,
  similarity: ClassSimilarity,
): Promise<MethodBench> {
  const opened: Record<ArmModel, TestImages> = {
    fc: await openTestImages(refs.fc, data),
    "scouter+": await openTestImages(refs["scouter+"], data),
    "scouter-": await openTestImages(refs["scouter-"], data),
  };
  const statisticsOf = remember(async (arm: MethodArm): Promise<IbaStatistics | undefined> => {
    if (!findExplainer(arm.explainer).needs.includes("statistics")) return undefined;
    const drawn = createRandom("statistics")
      .shuffle([...data.train])
      .slice(0, STATISTICS_IMAGES);
    const train = await openTestImages(refs[arm.model], data, drawn);
    const { layer = null } = optionsOf(arm);
    const statistics = await estimateIbaStatistics(atLayer(train.model, layer), await allImages(train));
    await train.model.dispose();
    return statistics;
  });
  const randomisedOf = remember((model: ArmModel) =>
    randomiseModel(refs[model].file, createRandom("randomised")),
  );

  function optionsOf({ model, options, inner }: MethodArm): { layer?: string | null } {
    return inner ? { ...options, layer: opened[model].model.layers?.at(-2) } : { ...options };
  }

  async function explain(arm: MethodArm, seed: string, position: number): Promise<ArmMap> {
    const own = opened[arm.model];
    const image = await imageAt(own, position);
    const trueClass = own.set.labels[position];
    const { logits } = await own.model.forward(image);
    const again = {
      explainer: findExplainer(arm.explainer),
      options: optionsOf(arm),
      statistics: await statisticsOf(arm),
      model: own.model,
      image,
      target: resolveTarget(arm.rule, { trueClass, logits, similarity }),
      random: createRandom(seed),
      region: truthAt(own, position).region,
    };
    const [map] = await explainAgain(again)(image);
    return { map, own, position, image, trueClass, again };
  }

  async function scoreOne(arm: MethodArm, made: ArmMap, probed: Probed): Promise<FiledScore[]> {
    const asksSanity = probed.randomisation.has(made.position) && !made.again.statistics;
    const remade = [
      ...(probed.sensitivity.has(made.position) ? ["max-sensitivity"] : []),
      ...(asksSanity ? ["parameter-randomisation"] : []),
    ];
    const rows = await scoreOnOwn(made);
    if (remade.length > 0) {
      rows.push(...(await scoreRemade(made, remade, asksSanity ? await randomisedOf(arm.model) : [])));
    }
    for (const judge of JUDGES)
      if (judge !== arm.model) rows.push(...(await scoreOnJudge(made, judge, opened[judge])));
    return rows;
  }

  return {
    passes(arm) {
      const explainer = findExplainer(arm.explainer);
      const { forwards, backwards } = explainer.cost(
        parseOptions(explainer, arm.options),
        opened[arm.model].model,
      );
      return forwards + backwards;
    },
    async score(arm, seed, positions, probed) {
      const scores: ScoresByMetric = {};
      for (const [i, position] of positions.entries()) {
        for (const [key, value] of await scoreOne(arm, await explain(arm, seed, position), probed)) {
          scores[key] ??= Array<number | null>(positions.length).fill(null);
          scores[key][i] = value;
        }
      }
      return scores;
    },
    async dispose() {
      for (const { model } of Object.values(opened)) await model.dispose();
      for (const models of randomisedOf.all()) for (const model of await models) await model.dispose();
    },
  };
}

/** Makes a value once a key. */
function remember<K, V>(make: (key: K) => Promise<V>) {
  const made = new Map<K, Promise<V>>();
  const get = (key: K): Promise<V> => {
    const value = made.get(key) ?? make(key);
    made.set(key, value);
    return value;
  };
  return Object.assign(get, { all: () => made.values() });
}

async function allImages(opened: TestImages): Promise<ImageBatch> {
  const { set } = opened;
  const count = set.labels.length;
  const size = set.size ** 2 * 3;
  const data = new Float32Array(count * size);
  for (let i = 0; i < count; i++) data.set((await imageAt(opened, i)).data, i * size);
  return { data, count, height: set.size, width: set.size };
}
