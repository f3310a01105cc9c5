import { newId } from "#lib/db/id.ts";
import type { Annotation } from "#lib/formats/dataset/annotation.ts";
import type { Ctx } from "#lib/services/context.ts";
import { finishDrawing } from "#lib/services/rounds/finish-drawing.ts";
import { giveImage } from "#lib/services/rounds/give-image.ts";
import { saveDrawing } from "#lib/services/rounds/save-drawing.ts";

export interface Drawn {
  mark: Annotation;
  classId?: string | null;
}

/** A new region, as an editor sends it. */
export const put = ({ mark, classId = null }: Drawn) => ({
  kind: "put" as const,
  id: newId(),
  regionKey: newId(),
  baseRevision: 0,
  classId,
  mark,
});

/** Draws every image of a round that is left for a person, as `draw` says, and is done with it. Returns the images in the order they came. */
export async function drawRound(
  ctx: Ctx,
  roundId: string,
  draw: (imageId: string) => readonly Drawn[],
): Promise<string[]> {
  const images: string[] = [];
  for (;;) {
    const drawingId = await giveImage(ctx, { roundId });
    if (!drawingId) return images;
    const { imageId } = await ctx.db.independentDrawing.findUniqueOrThrow({ where: { id: drawingId } });
    const marks = draw(imageId);
    if (marks.length > 0) await saveDrawing(ctx, { drawingId, changes: marks.map(put) });
    await finishDrawing(ctx, { drawingId, revision: marks.length > 0 ? 1 : 0 });
    images.push(imageId);
  }
}
