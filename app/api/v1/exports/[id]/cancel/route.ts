import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { cancelExport } from "#lib/services/exports/cancel-export.ts";

export const POST = defineRoute({
  params: z.object({ id: z.string() }),
  can: ["dataset:export", "export"],
  handler: ({ ctx, params }) => cancelExport(ctx, { exportId: params.id }),
});
