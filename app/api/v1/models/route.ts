import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { readBody } from "#lib/http/read-json.ts";
import { listModels } from "#lib/services/models/list-models.ts";
import { MAX_WEIGHTS_BYTES, registerModel } from "#lib/services/models/register-model.ts";

export const GET = defineRoute({
  can: ["model:read", "model"],
  handler: ({ ctx }) => listModels(ctx),
});

/** Registers a model: the body is a safetensors file that carries its configuration, the name comes with the address. */
export const POST = defineRoute({
  query: z.object({ name: z.string() }),
  response: z.object({ id: z.string(), name: z.string(), kind: z.string(), parameterCount: z.int() }),
  can: ["model:write", "model"],
  handler: async ({ ctx, query, request }) =>
    registerModel(ctx, { name: query.name, weights: await readBody(request, MAX_WEIGHTS_BYTES) }),
});
