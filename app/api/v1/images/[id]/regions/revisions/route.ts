import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { listRegionRevisions } from "#lib/services/regions/list-region-revisions.ts";
import { StoredRegion } from "#lib/services/regions/stored-region.ts";

/** Who changed the regions of an image, when, and what they were: newest first, a page at a time. */
export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  query: z.object({ regionKey: z.string().optional(), after: z.string().optional() }),
  response: z.object({ rows: z.array(StoredRegion), after: z.string().nullable() }),
  can: ["dataset:read", "image"],
  handler: ({ ctx, params, query }) => listRegionRevisions(ctx, { imageId: params.id, ...query }),
});
