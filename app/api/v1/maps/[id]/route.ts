import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { getMap } from "#lib/services/explanations/get-map.ts";

/** One saliency map in numbers, with its scores. */
export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  can: ["run:read", "map"],
  handler: ({ ctx, params }) => getMap(ctx, params.id),
});
