import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { discardExport } from "#lib/services/exports/discard-export.ts";

export const DELETE = defineRoute({
  params: z.object({ id: z.string() }),
  can: ["dataset:export", "export"],
  handler: ({ ctx, params }) => discardExport(ctx, { exportId: params.id }),
});
