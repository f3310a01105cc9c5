import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { finishImport } from "#lib/services/model-imports/finish-import.ts";

/** Makes a model of an import that is ready. */
export const POST = defineRoute({
  params: z.object({ id: z.string() }),
  body: z.object({ name: z.string() }),
  response: z.object({ id: z.string(), name: z.string(), kind: z.string(), parameterCount: z.int() }),
  can: ["model:write", "model"],
  handler: ({ ctx, params, body }) => finishImport(ctx, { importId: params.id, ...body }),
});
