import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { readFile } from "#lib/services/files/read-file.ts";

/** A re-encoded picture by its content hash: the name says what is in it, so browsers may keep it for good. */
export const GET = defineRoute({
  params: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/, "is the name of no file") }),
  can: ["dataset:read", "file"],
  handler: async ({ ctx, params, request }) => {
    const etag = `"${params.sha256}"`;
    const file = await readFile(ctx, params.sha256);
    const headers = {
      "content-type": file.mediaType,
      "cache-control": "private, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
      etag,
      vary: "cookie",
    };
    if (request.headers.get("if-none-match") === etag) {
      await file.stream.cancel();
      return new Response(null, { status: 304, headers });
    }
    return new Response(file.stream, { headers: { ...headers, "content-length": String(file.byteSize) } });
  },
});
