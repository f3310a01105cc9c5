import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { RegionChanges } from "#lib/services/regions/region-change.ts";
import { StoredRegion } from "#lib/services/regions/stored-region.ts";
import { readDrawing } from "#lib/services/rounds/read-drawing.ts";
import { saveDrawing } from "#lib/services/rounds/save-drawing.ts";

const params = z.object({ id: z.string() });

/** As for the regions of an image. */
const MAX_BODY_BYTES = 32 << 20;

/** The regions of one's own independent drawing. */
export const GET = defineRoute({
  params,
  response: z.object({ regionRevision: z.int(), regions: z.array(StoredRegion) }),
  can: ["region:write", "drawing"],
  handler: ({ ctx, params }) => readDrawing(ctx, { drawingId: params.id }),
});

/** Changes of one's own independent drawing; what another window has changed comes back and stays as it is. Repeating it is harmless. */
export const PUT = defineRoute({
  params,
  body: z.object({ changes: RegionChanges }),
  response: z.object({
    regionRevision: z.int(),
    saved: z.array(z.object({ regionKey: z.string(), revision: z.int() })),
    conflicts: z.array(StoredRegion),
  }),
  can: ["region:write", "drawing"],
  maxBodyBytes: MAX_BODY_BYTES,
  handler: ({ ctx, params, body }) => saveDrawing(ctx, { drawingId: params.id, changes: body.changes }),
});
