import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { ModelKind } from "#lib/db/generated/enums.ts";
import type { Ctx } from "../context.ts";
import { readFloat32 } from "./read-float32.ts";

/** `attention`: where the slot looks. `additive`: what each cell adds to the logit (its negative for SCOUTER−). */
export type SlotMapKind = "attention" | "additive";

/** One map of the pair, by class; the newest run wins where several made it. */
export interface PairMap {
  mapId: string;
  height: number;
  width: number;
  /** Row-major, as the method gave it. */
  cells: number[];
  /** Metric id -> value, where defined. */
  scores: Record<string, number>;
}

/** What one of the two models says of every class of the image. */
export interface PairSide {
  modelId: string;
  modelName: string;
  /** Side of the model's square input in pixels. */
  inputSize: number;
  classNames: string[];
  /** Null until a run has computed the model's answers. */
  logits: number[] | null;
  /** Kind -> class index -> map. */
  maps: Record<SlotMapKind, Record<number, PairMap>>;
}

const SlotMapOptions = z.object({ map: z.enum(["attention", "additive"]).default("attention") });

/** Evidence for (a SCOUTER+ model) and against (a SCOUTER− model): two models, two sets of logits. */
export interface Pair {
  plus: PairSide | null;
  minus: PairSide | null;
}

/** The newest SCOUTER+ and SCOUTER− models of the workspace on one image, with every map of theirs that exists. */
export async function getPair(ctx: Ctx, imageId: string): Promise<Pair> {
  requireCan(ctx, "run:read");
  const [plus, minus] = await Promise.all([
    getSide(ctx, imageId, "scouter_plus", "scouter+"),
    getSide(ctx, imageId, "scouter_minus", "scouter-"),
  ]);
  return { plus, minus };
}

async function getSide(
  ctx: Ctx,
  imageId: string,
  kind: ModelKind,
  explainerId: string,
): Promise<PairSide | null> {
  const model = await findModel(ctx, imageId, kind);
  if (!model) return null;
  const [prediction, rows] = await Promise.all([
    ctx.db.prediction.findUnique({ where: { modelId_imageId: { modelId: model.id, imageId } } }),
    ctx.db.saliencyMap.findMany({
      where: { imageId, arm: { modelId: model.id, explainerId, run: { workspaceId: ctx.workspaceId } } },
      orderBy: { id: "asc" },
      include: {
        metrics: { where: { judgeId: model.id }, select: { metricId: true, value: true } },
        arm: { select: { options: true } },
      },
    }),
  ]);
  const maps: PairSide["maps"] = { attention: {}, additive: {} };
  for (const row of rows) {
    const made = maps[SlotMapOptions.parse(row.arm.options).map];
    // Maps of every class are not scored: a scored one of the same class, which is the same map, says more.
    if (made[row.target] && row.metrics.length === 0) continue;
    made[row.target] = {
      mapId: row.id,
      height: row.height,
      width: row.width,
      cells: [...readFloat32(row.data)],
      scores: Object.fromEntries(
        row.metrics.flatMap(({ metricId, value }) => (value === null ? [] : [[metricId, value]])),
      ),
    };
  }
  return {
    modelId: model.id,
    modelName: model.name,
    inputSize: model.inputSize,
    classNames: model.classNames,
    logits: prediction ? [...readFloat32(prediction.logits)] : null,
    maps,
  };
}

/** The newest model of a kind that has answered or explained this image; failing that, the newest of the kind. */
async function findModel(ctx: Ctx, imageId: string, kind: ModelKind) {
  const select = { id: true, name: true, inputSize: true, classNames: true } as const;
  const where = { workspaceId: ctx.workspaceId, kind };
  const answered = await ctx.db.model.findFirst({
    where: {
      ...where,
      OR: [{ predictions: { some: { imageId } } }, { arms: { some: { maps: { some: { imageId } } } } }],
    },
    orderBy: { id: "desc" },
    select,
  });
  return answered ?? ctx.db.model.findFirst({ where, orderBy: { id: "desc" }, select });
}
