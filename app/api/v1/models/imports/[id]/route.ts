import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { getImport } from "#lib/services/model-imports/get-import.ts";
import { ImportChoices } from "#lib/services/model-imports/import-choices.ts";
import { reviseImport } from "#lib/services/model-imports/revise-import.ts";

const params = z.object({ id: z.string() });

export const GET = defineRoute({
  params,
  can: ["model:write", "model"],
  handler: ({ ctx, params }) => getImport(ctx, params.id),
});

/** Says how the file is to be used, in place of what was said before. */
export const PATCH = defineRoute({
  params,
  body: z.object({ choices: ImportChoices }),
  can: ["model:write", "model"],
  handler: ({ ctx, params, body }) => reviseImport(ctx, { importId: params.id, ...body }),
});
