import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { editImages } from "#lib/services/curation/edit-images.ts";
import { ImageChange, ImageSelection } from "#lib/services/curation/image-change.ts";
import { getEdit, listEdits } from "#lib/services/curation/list-edits.ts";

/** The latest bulk edits, newest first. */
export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  can: ["dataset:read", "dataset"],
  handler: async ({ ctx, params }) => ({ rows: await listEdits(ctx, params.id) }),
});

/** One change of any number of images, as one step that can be undone. */
export const POST = defineRoute({
  params: z.object({ id: z.string() }),
  body: z.strictObject({ selection: ImageSelection, change: ImageChange }),
  can: ["dataset:write", "dataset"],
  handler: async ({ ctx, params, body }) => {
    const { id } = await editImages(ctx, { datasetId: params.id, ...body });
    return getEdit(ctx, id);
  },
});
