import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { getEdit } from "#lib/services/curation/list-edits.ts";
import { undoEdit } from "#lib/services/curation/undo-edit.ts";

/** Takes an edit back; where images were changed since, only when the rest is asked for. */
export const POST = defineRoute({
  params: z.object({ id: z.string() }),
  body: z.strictObject({ skipChanged: z.boolean().optional() }),
  can: ["dataset:write", "dataset"],
  handler: async ({ ctx, params, body }) => {
    const { id } = await undoEdit(ctx, { editId: params.id, ...body });
    return getEdit(ctx, id);
  },
});
