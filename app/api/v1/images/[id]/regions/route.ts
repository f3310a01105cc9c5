import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { listRegions } from "#lib/services/regions/list-regions.ts";
import {
  MAX_REGIONS_BYTES,
  RegionsAsked,
  RegionsNow,
  RegionsSaved,
} from "#lib/services/regions/region-wire.ts";
import { saveRegions } from "#lib/services/regions/save-regions.ts";

const params = z.object({ id: z.string() });

/** The regions of an image as they are now. */
export const GET = defineRoute({
  params,
  response: RegionsNow,
  can: ["dataset:read", "image"],
  handler: ({ ctx, params }) => listRegions(ctx, { imageId: params.id }),
});

/** Changes of regions: what others have changed in the meantime comes back and stays as it is. Repeating it is harmless. */
export const PUT = defineRoute({
  params,
  body: RegionsAsked,
  response: RegionsSaved,
  can: ["region:write", "image"],
  maxBodyBytes: MAX_REGIONS_BYTES,
  handler: ({ ctx, params, body }) => saveRegions(ctx, { imageId: params.id, changes: body.changes }),
});
