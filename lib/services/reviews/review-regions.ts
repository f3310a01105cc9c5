import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Ctx } from "../context.ts";
import { type Decided, decideRegions } from "./decide-regions.ts";

export const ReviewRegions = z
  .object({
    imageId: z.string(),
    revision: z.int().min(0),
    decision: z.enum(["accepted", "returned"]),
    comment: z.string().trim().max(2000, "Say it in 2,000 characters.").default(""),
  })
  .refine(({ decision, comment }) => decision === "accepted" || comment !== "", {
    message: "Say what has to be mended.",
    path: ["comment"],
  });

/**
 * Accepts an image's regions, or sends them back with a reason. Regions that came with an import and were never submitted can be
 * accepted as well; what was accepted can be sent back. Whether the reviewer had drawn some of them is kept with the decision.
 * @throws AppError `not_found`, `forbidden`, `conflict`
 */
export async function reviewRegions(ctx: Ctx, input: unknown): Promise<Decided> {
  const wish = ReviewRegions.parse(input);
  requireCan(ctx, "region:review");
  const from = wish.decision === "accepted" ? ACCEPTABLE : RETURNABLE;
  return decideRegions(ctx, { ...wish, from });
}

const ACCEPTABLE = ["drawn", "submitted"] as const;
const RETURNABLE = ["drawn", "submitted", "accepted"] as const;
