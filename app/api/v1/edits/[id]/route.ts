import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { getEdit } from "#lib/services/curation/list-edits.ts";

export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  can: ["dataset:read", "dataset"],
  handler: ({ ctx, params }) => getEdit(ctx, params.id),
});
