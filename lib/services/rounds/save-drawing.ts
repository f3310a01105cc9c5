import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { checkChanges } from "../regions/check-changes.ts";
import { RegionChanges } from "../regions/region-change.ts";
import type { SavedRegions } from "../regions/save-regions.ts";
import { sortChanges } from "../regions/sort-changes.ts";
import { applyChange, type DrawnMark, deliveredBy, readMarks, revisionOf } from "./drawn-mark.ts";
import { toStored } from "./read-drawing.ts";
import { lockDrawing } from "./require-drawing.ts";

const SaveDrawing = z.object({ drawingId: z.string(), changes: RegionChanges });

/**
 * Stores changes of one's own independent drawing, as `saveRegions` does those of ground truth: two windows of one person never write over
 * each other, and a change delivered twice is stored once.
 * @throws AppError `not_found` for anybody else's drawing; `invalid` for a region that does not belong on the image, for a drawing that is
 * done and for a closed round: then nothing is stored
 */
export async function saveDrawing(ctx: Ctx, input: unknown): Promise<SavedRegions> {
  const { drawingId, changes } = SaveDrawing.parse(input);
  requireCan(ctx, "region:write");
  return ctx.db.$transaction(
    async (tx) => {
      const drawing = await lockDrawing(tx, ctx, drawingId);
      const classNames = await checkChanges(tx, drawing.image, changes);
      const marks = new Map(readMarks(drawing.regions).map((mark) => [mark.regionKey, mark]));
      const { fresh, saved, conflicts } = sortChanges(
        changes,
        new Map([...marks].map(([key, mark]) => [key, { ...mark, revision: revisionOf(mark) }])),
        deliveredBy([...marks.values()]),
      );
      const stored = { regionRevision: drawing.revision, saved };
      if (fresh.length > 0) {
        if (drawing.doneAt)
          throw new AppError("invalid", "This drawing is done: it does not change any more.");
        if (drawing.round.closedAt) throw new AppError("invalid", "This round is closed.");
        const next = fresh.map((change) =>
          applyChange(change, marks.get(change.regionKey), classNames, ctx.clock()),
        );
        for (const mark of next) marks.set(mark.regionKey, mark);
        stored.regionRevision++;
        stored.saved = [
          ...saved,
          ...next.map((mark) => ({ regionKey: mark.regionKey, revision: revisionOf(mark) })),
        ];
        await tx.independentDrawing.update({
          where: { id: drawingId },
          data: { regions: [...marks.values()] as object[], revision: stored.regionRevision },
        });
        await audit(tx, ctx, "drawing.save", `drawing:${drawingId}`, {
          regionKeys: next.map(({ regionKey }) => regionKey),
          revision: stored.regionRevision,
        });
      }
      const theirs = conflicts.flatMap((key): DrawnMark[] => {
        const mark = marks.get(key);
        return mark ? [mark] : [];
      });
      return { ...stored, conflicts: await toStored(tx, drawing.userId, theirs) };
    },
    { timeout: 30_000, maxWait: 15_000 },
  );
}
