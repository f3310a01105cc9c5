import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { startImport } from "#lib/services/imports/start-import.ts";

/** Brings in what was looked at. */
export const POST = defineRoute({
  params: z.object({ id: z.string() }),
  body: z.object({ name: z.string().optional() }),
  response: z.object({ datasetId: z.string() }),
  can: ["dataset:write", "dataset-import"],
  handler: ({ ctx, params, body }) => startImport(ctx, { importId: params.id, ...body }),
});
