import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Ctx } from "../context.ts";
import { type Decided, decideRegions } from "./decide-regions.ts";

export const SubmitRegions = z.object({
  imageId: z.string(),
  revision: z.int().min(0),
  comment: z.string().trim().max(2000).default(""),
});

/**
 * Says that an image's regions are complete and wait for a reviewer; also that there is nothing to mark.
 * @throws AppError `not_found`, `forbidden`, `conflict`
 */
export async function submitRegions(ctx: Ctx, input: unknown): Promise<Decided> {
  const wish = SubmitRegions.parse(input);
  requireCan(ctx, "region:write");
  return decideRegions(ctx, { ...wish, decision: "submitted", from: ["none", "drawn", "returned"] });
}
