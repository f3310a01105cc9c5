import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { restoreRegion } from "#lib/services/regions/restore-region.ts";
import { StoredRegion } from "#lib/services/regions/stored-region.ts";

/** Makes a region what it was at an earlier revision, by one more revision. */
export const POST = defineRoute({
  params: z.object({ id: z.string(), regionKey: z.string() }),
  body: z.object({ revision: z.int().min(1) }),
  response: StoredRegion,
  can: ["region:write", "image"],
  handler: ({ ctx, params, body }) =>
    restoreRegion(ctx, { imageId: params.id, regionKey: params.regionKey, revision: body.revision }),
});
