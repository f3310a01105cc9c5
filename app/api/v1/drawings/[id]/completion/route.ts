import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { FinishDrawing, finishDrawing } from "#lib/services/rounds/finish-drawing.ts";

/** Says that one's own independent drawing is complete. */
export const POST = defineRoute({
  params: z.object({ id: z.string() }),
  body: FinishDrawing.omit({ drawingId: true }),
  can: ["region:write", "drawing"],
  handler: ({ ctx, params, body }) => finishDrawing(ctx, { ...body, drawingId: params.id }),
});
