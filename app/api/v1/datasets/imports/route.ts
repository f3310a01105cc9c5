import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { createImport } from "#lib/services/imports/create-import.ts";
import { listImports } from "#lib/services/imports/list-imports.ts";

export const GET = defineRoute({
  query: z.object({ datasetId: z.string().optional() }),
  can: ["dataset:write", "dataset-import"],
  handler: async ({ ctx, query }) => ({ rows: await listImports(ctx, query.datasetId) }),
});

/** Begins an import: of files that will be sent, or of a place the server can read. */
export const POST = defineRoute({
  body: z.record(z.string(), z.unknown()),
  response: z.object({ id: z.string() }),
  can: ["dataset:write", "dataset-import"],
  handler: ({ ctx, body }) => createImport(ctx, body),
});
