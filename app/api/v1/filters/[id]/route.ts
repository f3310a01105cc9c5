import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { deleteFilter, renameFilter } from "#lib/services/curation/saved-filters.ts";

export const PATCH = defineRoute({
  params: z.object({ id: z.string() }),
  body: z.strictObject({ name: z.string() }),
  response: z.object({ id: z.string(), name: z.string() }),
  can: ["dataset:write", "dataset"],
  handler: ({ ctx, params, body }) => renameFilter(ctx, { filterId: params.id, name: body.name }),
});

export const DELETE = defineRoute({
  params: z.object({ id: z.string() }),
  can: ["dataset:write", "dataset"],
  handler: ({ ctx, params }) => deleteFilter(ctx, params.id),
});
