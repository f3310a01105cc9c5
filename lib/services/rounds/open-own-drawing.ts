import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Ctx } from "../context.ts";
import type { Drawing } from "../regions/open-drawing.ts";
import { presentMarks } from "./drawn-mark.ts";
import { toStored } from "./read-drawing.ts";
import { requireDrawing } from "./require-drawing.ts";

const OpenOwnDrawing = z.object({ drawingId: z.string() });

/** What it takes to draw an image independently: nothing that anybody else has drawn. */
export interface OwnDrawing extends Omit<Drawing, "previousId" | "nextId"> {
  drawingId: string;
  roundId: string;
  roundName: string;
  instructions: string;
  doneAt: Date | null;
  closedAt: Date | null;
  /** Drawings of the round that the asker has done. */
  doneCount: number;
}

/** @throws AppError `not_found` for anybody else's drawing, `forbidden` for those who may only look */
export async function openOwnDrawing(ctx: Ctx, input: unknown): Promise<OwnDrawing> {
  const { drawingId } = OpenOwnDrawing.parse(input);
  requireCan(ctx, "region:write");
  const { image, round, userId, ...drawing } = await requireDrawing(ctx.db, ctx, drawingId);
  const [classes, doneCount, regions] = await Promise.all([
    ctx.db.datasetClass.findMany({
      where: { datasetId: image.datasetId },
      orderBy: { index: "asc" },
      select: { id: true, name: true },
    }),
    ctx.db.independentDrawing.count({ where: { roundId: round.id, userId, doneAt: { not: null } } }),
    toStored(ctx.db, userId, presentMarks(drawing.regions)),
  ]);
  return {
    drawingId,
    roundId: round.id,
    roundName: round.name,
    instructions: round.instructions,
    doneAt: drawing.doneAt,
    closedAt: round.closedAt,
    doneCount,
    regionRevision: drawing.revision,
    regions,
    imageId: image.id,
    datasetId: image.datasetId,
    datasetName: round.dataset.name,
    fileName: image.fileName,
    width: image.width,
    height: image.height,
    displaySha256: image.displaySha256,
    classId: image.classId,
    classes,
  };
}
