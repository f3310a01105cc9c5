import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Ctx } from "../context.ts";
import { type ImageRegions, listRegions } from "./list-regions.ts";
import { requireImage } from "./require-image.ts";

const OpenDrawing = z.object({ imageId: z.string() });

export interface Drawing extends ImageRegions {
  imageId: string;
  datasetId: string;
  datasetName: string;
  fileName: string;
  width: number;
  height: number;
  displaySha256: string;
  /** Class of the image: what is drawn on it is of this class unless another is chosen. */
  classId: string | null;
  classes: { id: string; name: string }[];
  /** Its neighbours in the order of the data set: by split, then by age. */
  previousId: string | null;
  nextId: string | null;
}

/** What it takes to draw on an image. @throws AppError `not_found`, `forbidden` for those who may only look */
export async function openDrawing(ctx: Ctx, input: unknown): Promise<Drawing> {
  const { imageId } = OpenDrawing.parse(input);
  requireCan(ctx, "region:write");
  const image = await requireImage(ctx.db, ctx, imageId);
  const { datasetId, split } = image;
  const neighbour = (direction: "gt" | "lt") =>
    ctx.db.image.findFirst({
      where: {
        datasetId,
        OR: [{ split: { [direction]: split } }, { split, id: { [direction]: imageId } }],
      },
      orderBy: [{ split: direction === "gt" ? "asc" : "desc" }, { id: direction === "gt" ? "asc" : "desc" }],
      select: { id: true },
    });
  const [regions, dataset, classes, previous, next] = await Promise.all([
    listRegions(ctx, { imageId }),
    ctx.db.dataset.findUniqueOrThrow({ where: { id: datasetId }, select: { name: true } }),
    ctx.db.datasetClass.findMany({
      where: { datasetId },
      orderBy: { index: "asc" },
      select: { id: true, name: true },
    }),
    neighbour("lt"),
    neighbour("gt"),
  ]);
  return {
    ...regions,
    imageId,
    datasetId,
    datasetName: dataset.name,
    fileName: image.fileName,
    width: image.width,
    height: image.height,
    displaySha256: image.displaySha256,
    classId: image.classId,
    classes,
    previousId: previous?.id ?? null,
    nextId: next?.id ?? null,
  };
}
