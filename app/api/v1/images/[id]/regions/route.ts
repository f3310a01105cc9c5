import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { listRegions } from "#lib/services/regions/list-regions.ts";
import { RegionChanges } from "#lib/services/regions/region-change.ts";
import { saveRegions } from "#lib/services/regions/save-regions.ts";
import { StoredRegion } from "#lib/services/regions/stored-region.ts";

const params = z.object({ id: z.string() });

/** Masks of a large image take room: runs of up to a million pixels' edges. */
const MAX_BODY_BYTES = 32 << 20;

/** The regions of an image as they are now. */
export const GET = defineRoute({
  params,
  response: z.object({ regionRevision: z.int(), regions: z.array(StoredRegion) }),
  can: ["dataset:read", "image"],
  handler: ({ ctx, params }) => listRegions(ctx, { imageId: params.id }),
});

/** Changes of regions: what others have changed in the meantime comes back and stays as it is. Repeating it is harmless. */
export const PUT = defineRoute({
  params,
  body: z.object({ changes: RegionChanges }),
  response: z.object({
    regionRevision: z.int(),
    saved: z.array(z.object({ regionKey: z.string(), revision: z.int() })),
    conflicts: z.array(StoredRegion),
  }),
  can: ["region:write", "image"],
  maxBodyBytes: MAX_BODY_BYTES,
  handler: ({ ctx, params, body }) => saveRegions(ctx, { imageId: params.id, changes: body.changes }),
});
