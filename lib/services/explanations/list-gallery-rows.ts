import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";
import { groupBy } from "../group-by.ts";
import { EVERY_CLASS } from "./check-arms.ts";
import { readTargetConfidence, type TargetConfidence } from "./read-target-confidence.ts";

export interface GalleryCell {
  mapId: string;
  armId: string;
  /** Name of the class the map explains. */
  targetName: string;
  /** Maps of other classes that this arm has of the image. */
  others: number;
  confidence: TargetConfidence;
}

export interface GalleryRow {
  imageId: string;
  fileName: string;
  className: string | null;
  thumbSha256: string;
  cells: GalleryCell[];
}

export interface Gallery {
  rows: GalleryRow[];
  /** Place of the first row in the run's list of images, and how many there are. */
  from: number;
  total: number;
  size: number;
  /** Classes to choose from: those of arms that explain every class. */
  classNames: string[];
}

const ListGalleryRows = z.object({
  runId: z.string(),
  from: z.coerce.number().int().min(0).catch(0),
  /** Only maps of this class; default: the one that each arm's rule asks for. */
  className: z.string().optional(),
});

const PAGE_SIZE = 12;

/**
 * A page of a run's images, in the run's order, each with the maps made so far: one an arm, of the class its rule asks for or of
 * the one asked for here. @throws AppError `not_found`
 */
export async function listGalleryRows(ctx: Ctx, input: unknown): Promise<Gallery> {
  requireCan(ctx, "run:read");
  const { runId, from, className } = ListGalleryRows.parse(input);
  const run = await ctx.db.run.findFirst({
    where: { id: runId, workspaceId: ctx.workspaceId },
    select: {
      imageIds: true,
      versionId: true,
      arms: {
        orderBy: { position: "asc" },
        select: {
          id: true,
          explainerId: true,
          targetRule: true,
          modelId: true,
          model: { select: { classNames: true } },
        },
      },
    },
  });
  if (!run) throw new AppError("not_found", "There is no such run in this workspace.");
  const imageIds = run.imageIds.slice(from, from + PAGE_SIZE);
  const images = await ctx.db.image.findMany({
    where: { id: { in: imageIds } },
    select: {
      id: true,
      fileName: true,
      thumbSha256: true,
      class: { select: { name: true } },
      maps: {
        where: { arm: { runId } },
        orderBy: { target: "asc" },
        select: { id: true, armId: true, target: true },
      },
    },
  });
  const byId = new Map(images.map((image) => [image.id, image]));
  const found = imageIds.flatMap((imageId) => {
    const image = byId.get(imageId);
    if (!image) return [];
    const truth = image.class?.name ?? null;
    return run.arms.flatMap(({ id, explainerId, modelId, model }) => {
      const maps = image.maps.filter((map) => map.armId === id);
      const shown = chooseMap(maps, model.classNames, {
        className,
        truth,
        against: explainerId === "scouter-",
      });
      return shown ? [{ imageId, modelId, map: shown, model, others: maps.length - 1 }] : [];
    });
  });
  const confidences = await readTargetConfidence(
    ctx,
    found.map(({ imageId, modelId, map }) => ({
      imageId,
      modelId,
      versionId: run.versionId,
      target: map.target,
    })),
  );
  const cells = groupBy(
    found.map(({ imageId, map, model, others }, index) => ({
      imageId,
      cell: {
        mapId: map.id,
        armId: map.armId,
        targetName: model.classNames[map.target] ?? `class ${map.target}`,
        others,
        confidence: confidences[index],
      },
    })),
    (one) => one.imageId,
  );
  const rows = imageIds.flatMap((imageId) => {
    const image = byId.get(imageId);
    if (!image) return [];
    const { fileName, thumbSha256 } = image;
    return {
      imageId,
      fileName,
      className: image.class?.name ?? null,
      thumbSha256,
      cells: (cells.get(imageId) ?? []).map(({ cell }) => cell),
    };
  });
  const everyClass = run.arms.filter(({ targetRule }) => targetRule === EVERY_CLASS);
  const classNames = [...new Set(everyClass.flatMap(({ model }) => model.classNames))];
  return { rows, from, total: run.imageIds.length, size: PAGE_SIZE, classNames };
}

interface MapRow {
  id: string;
  armId: string;
  target: number;
}

interface Choice {
  className: string | undefined;
  truth: string | null;
  against: boolean;
}

/** The map of the class asked for; else of the true class, or of one it is not where it is evidence against. */
function chooseMap(
  maps: readonly MapRow[],
  classNames: readonly string[],
  { className, truth, against }: Choice,
): MapRow | undefined {
  if (className !== undefined) return maps.find((map) => classNames[map.target] === className);
  return maps.find((map) => (classNames[map.target] === truth) !== against) ?? maps[0];
}
