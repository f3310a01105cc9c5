import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { inspectImport } from "#lib/services/imports/inspect-import.ts";

/** Says that all files have come, or how they are to be read, and has them looked at. */
export const POST = defineRoute({
  params: z.object({ id: z.string() }),
  body: z.object({ format: z.string().nullish(), newClasses: z.boolean().optional() }),
  can: ["dataset:write", "dataset-import"],
  handler: ({ ctx, params, body }) => inspectImport(ctx, { importId: params.id, ...body }),
});
