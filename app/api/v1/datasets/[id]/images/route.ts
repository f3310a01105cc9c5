import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { readBody } from "#lib/http/read-json.ts";
import { addImage } from "#lib/services/datasets/add-image.ts";
import { listImageBlock } from "#lib/services/datasets/list-images.ts";
import { MAX_FILE_BYTES } from "#lib/services/datasets/prepare-image.ts";

/** The images a filter leaves between two marks of its ruler. What is no filter is refused. */
export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  query: z.looseObject({ from: z.string().optional(), until: z.string().optional() }),
  can: ["dataset:read", "dataset"],
  handler: async ({ ctx, params, query: { from, until, ...filter } }) => ({
    rows: await listImageBlock(ctx, { datasetId: params.id, filter, from, until }),
  }),
});

/** Adds one picture: the body is the file as it is, what is known of it comes with the address. Repeating it is harmless. */
export const POST = defineRoute({
  params: z.object({ id: z.string() }),
  query: z.object({
    file: z.string(),
    split: z.string().optional(),
    class: z.string().optional(),
    newClasses: z.stringbool().default(false),
  }),
  response: z.object({ id: z.string(), added: z.boolean() }),
  can: ["dataset:write", "dataset"],
  handler: async ({ ctx, params, query, request }) => {
    const { file, split, class: className, newClasses } = query;
    const bytes = await readBody(request, MAX_FILE_BYTES);
    return addImage(ctx, { datasetId: params.id, file, split, className, newClasses, bytes });
  },
});
