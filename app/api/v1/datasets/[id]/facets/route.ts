import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { countFacets } from "#lib/services/datasets/count-facets.ts";
import { ImageFilter } from "#lib/services/datasets/image-filter.ts";

/** How many images each choice of a facet would leave, under all the other choices. */
export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  query: ImageFilter,
  can: ["dataset:read", "dataset"],
  handler: ({ ctx, params, query }) => countFacets(ctx, { datasetId: params.id, filter: query }),
});
