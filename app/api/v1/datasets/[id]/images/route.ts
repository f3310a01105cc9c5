import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { readBody } from "#lib/http/read-json.ts";
import { addImage } from "#lib/services/datasets/add-image.ts";
import { MAX_FILE_BYTES } from "#lib/services/datasets/prepare-image.ts";

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
