import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { listReviews } from "#lib/services/reviews/list-reviews.ts";
import { ReviewRegions, reviewRegions } from "#lib/services/reviews/review-regions.ts";

const params = z.object({ id: z.string() });

/** What was said of an image's regions, newest first. */
export const GET = defineRoute({
  params,
  can: ["dataset:read", "image"],
  handler: ({ ctx, params }) => listReviews(ctx, params.id),
});

/** Accepts an image's regions or sends them back. */
export const POST = defineRoute({
  params,
  body: z.record(z.string(), z.unknown()),
  can: ["region:review", "image"],
  handler: ({ ctx, params, body }) =>
    reviewRegions(ctx, ReviewRegions.parse({ ...body, imageId: params.id })),
});
