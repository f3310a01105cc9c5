import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { SubmitRegions, submitRegions } from "#lib/services/reviews/submit-regions.ts";

/** Says that an image's regions are complete and wait for a reviewer. */
export const POST = defineRoute({
  params: z.object({ id: z.string() }),
  body: SubmitRegions.omit({ imageId: true }),
  can: ["region:write", "image"],
  handler: ({ ctx, params, body }) => submitRegions(ctx, { ...body, imageId: params.id }),
});
