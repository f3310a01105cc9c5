import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { listFilters, saveFilter } from "#lib/services/curation/saved-filters.ts";
import { ImageFilter } from "#lib/services/datasets/image-filter.ts";

export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  can: ["dataset:read", "dataset"],
  handler: async ({ ctx, params }) => ({ rows: await listFilters(ctx, params.id) }),
});

/** Saves a filter under a name, for everyone. */
export const POST = defineRoute({
  params: z.object({ id: z.string() }),
  body: z.strictObject({ name: z.string(), filter: ImageFilter }),
  response: z.object({ id: z.string(), name: z.string() }),
  can: ["dataset:write", "dataset"],
  handler: ({ ctx, params, body }) => saveFilter(ctx, { datasetId: params.id, ...body }),
});
