import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { ImageFilter } from "#lib/services/datasets/image-filter.ts";
import { measureImages } from "#lib/services/datasets/measure-images.ts";

/** How many images a filter leaves, and where its blocks begin. */
export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  query: ImageFilter,
  can: ["dataset:read", "dataset"],
  handler: ({ ctx, params, query }) => measureImages(ctx, { datasetId: params.id, filter: query }),
});
