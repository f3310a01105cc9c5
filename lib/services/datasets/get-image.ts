import { requireCan } from "#lib/auth/can.ts";
import type { ModelKind, RegionState } from "#lib/db/generated/enums.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";
import { readFloat32 } from "../explanations/read-float32.ts";
import { readCurrentRegions } from "../regions/current-regions.ts";
import { fromRegionRow, type StoredAnnotation } from "../regions/region-row.ts";
import { isBlind } from "../rounds/blinding.ts";

export interface ImageRegion {
  id: string;
  mark: StoredAnnotation;
  className: string | null;
}

export interface ImagePrediction {
  modelId: string;
  modelName: string;
  kind: ModelKind;
  className: string;
  probability: number;
  logits: number[];
}

export interface ImageDetail {
  id: string;
  datasetId: string;
  datasetName: string;
  fileName: string;
  split: string;
  className: string | null;
  width: number;
  height: number;
  displaySha256: string;
  note: string;
  tags: string[];
  attributes: Record<string, unknown>;
  regionState: RegionState;
  /** Raised by every change of the regions. */
  regionRevision: number;
  /** The newest frozen version that holds it; null when none does. */
  versionId: string | null;
  regions: ImageRegion[];
  /** Its regions are kept from the asker, who still draws it independently: none are given. */
  blind: boolean;
  predictions: ImagePrediction[];
}

/** One image with its current regions and what every model answers on it. @throws AppError `not_found` */
export async function getImage(ctx: Ctx, imageId: string): Promise<ImageDetail> {
  requireCan(ctx, "dataset:read");
  const image = await ctx.db.image.findFirst({
    where: { id: imageId, dataset: { workspaceId: ctx.workspaceId } },
    include: {
      dataset: { select: { name: true } },
      class: { select: { name: true } },
      versionItems: { orderBy: { version: { number: "desc" } }, take: 1, select: { versionId: true } },
      predictions: {
        orderBy: { modelId: "asc" },
        include: { model: { select: { name: true, kind: true, classNames: true } } },
      },
    },
  });
  if (!image) throw new AppError("not_found", "There is no such image in this workspace.");
  // After the image: regions newer than the revision named are refused when decided on, older ones would not be.
  const blind = await isBlind(ctx.db, ctx, imageId);
  const regions = blind ? [] : await readCurrentRegions(ctx.db, imageId);
  return {
    id: image.id,
    datasetId: image.datasetId,
    datasetName: image.dataset.name,
    fileName: image.fileName,
    split: image.split,
    className: image.class?.name ?? null,
    width: image.width,
    height: image.height,
    displaySha256: image.displaySha256,
    note: image.note,
    tags: image.tags,
    attributes: image.attributes as Record<string, unknown>,
    regionState: image.regionState,
    regionRevision: image.regionRevision,
    versionId: image.versionItems[0]?.versionId ?? null,
    regions: regions.map((region) => ({
      id: region.id,
      mark: fromRegionRow(region),
      className: region.class?.name ?? null,
    })),
    blind,
    predictions: image.predictions.map(({ model, modelId, logits, predictedIndex, probability }) => ({
      modelId,
      modelName: model.name,
      kind: model.kind,
      className: model.classNames[predictedIndex] ?? `class ${predictedIndex}`,
      probability,
      logits: [...readFloat32(logits)],
    })),
  };
}
