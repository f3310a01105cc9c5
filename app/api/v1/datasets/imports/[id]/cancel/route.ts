import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { cancelImport } from "#lib/services/imports/cancel-import.ts";

export const POST = defineRoute({
  params: z.object({ id: z.string() }),
  can: ["dataset:write", "dataset-import"],
  handler: ({ ctx, params }) => cancelImport(ctx, { importId: params.id }),
});
