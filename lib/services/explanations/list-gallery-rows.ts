import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

export interface GalleryCell {
  mapId: string;
  armId: string;
  /** Name of the class the map explains. */
  targetName: string;
  /** Maps of other classes that this arm has of the image. */
  others: number;
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
}

const ListGalleryRows = z.object({ runId: z.string(), from: z.coerce.number().int().min(0).catch(0) });

const PAGE_SIZE = 12;

/** A page of a run's images, in the run's order, each with the maps made so far. @throws AppError `not_found` */
export async function listGalleryRows(ctx: Ctx, input: unknown): Promise<Gallery> {
  requireCan(ctx, "run:read");
  const { runId, from } = ListGalleryRows.parse(input);
  const run = await ctx.db.run.findFirst({
    where: { id: runId, workspaceId: ctx.workspaceId },
    select: {
      imageIds: true,
      arms: { select: { id: true, explainerId: true, model: { select: { classNames: true } } } },
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
  const rows = imageIds.flatMap((id) => {
    const image = byId.get(id);
    if (!image) return [];
    return {
      imageId: id,
      fileName: image.fileName,
      className: image.class?.name ?? null,
      thumbSha256: image.thumbSha256,
      cells: run.arms.flatMap(({ id: armId, explainerId, model }) => {
        const maps = image.maps.filter((map) => map.armId === armId);
        return toCell(maps, explainerId === "scouter-", model.classNames, image.class?.name ?? null);
      }),
    };
  });
  return { rows, from, total: run.imageIds.length, size: PAGE_SIZE };
}

interface MapRow {
  id: string;
  armId: string;
  target: number;
}

/** Of an arm that explains every class: the map of the true class, or of one it is not where it is evidence against. */
function toCell(
  maps: readonly MapRow[],
  against: boolean,
  classNames: readonly string[],
  truth: string | null,
): GalleryCell[] {
  const shown = maps.find((map) => (classNames[map.target] === truth) !== against) ?? maps[0];
  if (!shown) return [];
  const { id, armId, target } = shown;
  return [{ mapId: id, armId, targetName: classNames[target] ?? `class ${target}`, others: maps.length - 1 }];
}
