import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { createImport } from "#lib/services/model-imports/create-import.ts";
import { listImports } from "#lib/services/model-imports/list-imports.ts";

export const GET = defineRoute({
  can: ["model:write", "model"],
  handler: ({ ctx }) => listImports(ctx),
});

/** The body of a request without one. */
async function* nothing(): AsyncGenerator<Uint8Array> {}

/** Takes a model file in: the body is the file, its name comes with the address. What it is is found out by a worker. */
export const POST = defineRoute({
  query: z.object({ file: z.string() }),
  response: z.object({ id: z.string(), fileName: z.string(), byteSize: z.int(), state: z.string() }),
  can: ["model:write", "model"],
  handler: async ({ ctx, query, request }) => {
    const length = request.headers.get("content-length");
    return createImport(ctx, {
      fileName: query.file,
      chunks: (request.body as AsyncIterable<Uint8Array> | null) ?? nothing(),
      byteSize: length === null ? undefined : Number(length),
    });
  },
});
