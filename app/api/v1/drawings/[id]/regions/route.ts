import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import {
  MAX_REGIONS_BYTES,
  RegionsAsked,
  RegionsNow,
  RegionsSaved,
} from "#lib/services/regions/region-wire.ts";
import { readDrawing } from "#lib/services/rounds/read-drawing.ts";
import { saveDrawing } from "#lib/services/rounds/save-drawing.ts";

const params = z.object({ id: z.string() });

/** The regions of one's own independent drawing. */
export const GET = defineRoute({
  params,
  response: RegionsNow,
  can: ["region:write", "drawing"],
  handler: ({ ctx, params }) => readDrawing(ctx, { drawingId: params.id }),
});

/** Changes of one's own independent drawing; what another window has changed comes back and stays as it is. Repeating it is harmless. */
export const PUT = defineRoute({
  params,
  body: RegionsAsked,
  response: RegionsSaved,
  can: ["region:write", "drawing"],
  maxBodyBytes: MAX_REGIONS_BYTES,
  handler: ({ ctx, params, body }) => saveDrawing(ctx, { drawingId: params.id, changes: body.changes }),
});
