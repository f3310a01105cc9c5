import type { Tx } from "#lib/db/client.ts";
import type { Model } from "#lib/db/generated/client.ts";
import { passesOfMap, workOf } from "#lib/explain/cost/passes.ts";
import { type ArmWish, estimateCost, type RunEstimate } from "#lib/explain/cost/run-cost.ts";
import { curveForwards } from "#lib/metrics/faithfulness/curves.ts";
import { costModelOf } from "#lib/scouter/classifier-config.ts";
import { type ArmInput, type ExplainerRegistry, isJudged, mapsPerImage } from "./check-arms.ts";
import { STATISTICS_IMAGES } from "./check-needs.ts";
import { shardSize } from "./plan-shards.ts";
import { readSpeeds } from "./read-speeds.ts";
import { findSimilarityModel } from "./similarity-model.ts";

const FLOAT_BYTES = 4;

export interface CostedRun {
  versionId: string;
  images: number;
  /** With every option filled in. */
  arms: readonly ArmInput[];
  models: ReadonlyMap<string, Model>;
  explainers: ExplainerRegistry;
  /** Scores all maps once more, but for those of its own. */
  judge: Model | null;
}

/** What a run would cost: its passes, and its time by what was measured in this workspace. */
export async function costOfRun(
  db: Tx,
  workspaceId: string,
  { versionId, images, arms, models, explainers, judge }: CostedRun,
): Promise<RunEstimate> {
  const used = [...models.values()];
  const similar = await findSimilarityModel(db, workspaceId, used);
  const asked = [
    ...new Map([...used, ...(similar ? [similar] : [])].map((model) => [model.id, model])).values(),
  ];
  const speeds = await readSpeeds(db, workspaceId, { models: judge ? [...asked, judge] : asked, explainers });
  const wishes = arms.flatMap((arm) => {
    const [model, explainer] = [models.get(arm.modelId), explainers.get(arm.explainerId)];
    return model && explainer ? [armWish(arm, model, explainer)] : [];
  });
  const sides = used.map((model) => costModelOf(model.config).inputSize);
  return estimateCost(
    {
      images,
      arms: wishes,
      answers: await missingAnswers(db, { versionId, arms, asked, explainers }),
      judge: judge && {
        modelId: judge.id,
        maps: images * arms.filter((arm) => isJudged(arm.targetRule) && arm.modelId !== judge.id).length,
        forwardsPerMap: curveForwards(costModelOf(judge.config).inputSize),
      },
      mapBytes: FLOAT_BYTES * Math.max(0, ...sides) ** 2,
    },
    speeds,
  );
}

type Explainer = NonNullable<ReturnType<ExplainerRegistry["get"]>>;

function armWish(arm: ArmInput, model: Model, explainer: Explainer): ArmWish {
  const sizes = costModelOf(model.config);
  const passes = passesOfMap(explainer, arm.options, sizes);
  const perImage = mapsPerImage(arm.targetRule, model.classNames.length);
  return {
    label: arm.label,
    explainerId: arm.explainerId,
    modelId: arm.modelId,
    options: arm.options,
    passes,
    mapsPerImage: perImage,
    shardImages: shardSize(perImage * workOf(passes)),
    isJudged: isJudged(arm.targetRule),
    scoringForwards: curveForwards(sizes.inputSize),
  };
}

interface AnswersQuery {
  versionId: string;
  arms: readonly ArmInput[];
  asked: readonly Model[];
  explainers: ExplainerRegistry;
}

/** Every model answers every image of the version before the first map; what it answered earlier is kept. */
async function missingAnswers(db: Tx, { versionId, arms, asked, explainers }: AnswersQuery): Promise<number> {
  const ids = asked.map(({ id }) => id);
  const [{ images, training }] = await db.$queryRaw<{ images: number; training: number }[]>`
    SELECT count(*)::int AS "images", count(*) FILTER (WHERE "split" = 'train')::int AS "training"
    FROM "VersionImage" WHERE "versionId" = ${versionId}`;
  const [{ answers: answered }] = await db.$queryRaw<{ answers: number }[]>`
    SELECT count(*)::int AS "answers" FROM "Prediction" p
    JOIN "VersionImage" v ON v."imageId" = p."imageId" AND v."versionId" = ${versionId}
    WHERE p."modelId" = ANY(${ids})`;
  const statistics = await db.modelStatistic.findMany({
    where: { versionId, modelId: { in: ids } },
    select: { modelId: true },
  });
  const wantStatistics = new Set(
    arms
      .filter((arm) => explainers.get(arm.explainerId)?.needs.includes("statistics"))
      .map((arm) => arm.modelId),
  );
  for (const { modelId } of statistics) wantStatistics.delete(modelId);
  const forStatistics = wantStatistics.size * Math.min(training, STATISTICS_IMAGES);
  return Math.max(0, ids.length * images - answered) + forStatistics;
}
