import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { discardImport } from "#lib/services/imports/discard-import.ts";
import { getImport } from "#lib/services/imports/get-import.ts";

const params = z.object({ id: z.string() });

export const GET = defineRoute({
  params,
  can: ["dataset:write", "dataset-import"],
  handler: ({ ctx, params }) => getImport(ctx, params.id),
});

/** Forgets an import and what was sent for it; images it has brought in stay. */
export const DELETE = defineRoute({
  params,
  can: ["dataset:write", "dataset-import"],
  handler: ({ ctx, params }) => discardImport(ctx, { importId: params.id }),
});
