import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Ctx } from "../context.ts";
import { requireSighted } from "../rounds/blinding.ts";
import { readCurrentRegions } from "./current-regions.ts";
import { requireImage } from "./require-image.ts";
import { type StoredRegion, toStoredRegions } from "./stored-region.ts";

const ListRegions = z.object({ imageId: z.string() });

export interface ImageRegions {
  /** Raised by every change: the same number means the same regions. */
  regionRevision: number;
  regions: StoredRegion[];
}

/** The regions of an image as they are now. @throws AppError `not_found`, `forbidden` for whoever still draws it independently */
export async function listRegions(ctx: Ctx, input: unknown): Promise<ImageRegions> {
  const { imageId } = ListRegions.parse(input);
  requireCan(ctx, "dataset:read");
  return ctx.db.$transaction(
    async (tx) => {
      await requireSighted(tx, ctx, imageId);
      const { regionRevision } = await requireImage(tx, ctx, imageId);
      const regions = await toStoredRegions(tx, await readCurrentRegions(tx, imageId));
      return { regionRevision, regions };
    },
    { isolationLevel: "RepeatableRead" },
  );
}
