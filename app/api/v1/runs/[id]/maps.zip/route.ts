import { Readable } from "node:stream";
import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { exportMaps } from "#lib/services/explanations/export-maps.ts";

/** All maps of a run with their manifest, as `whynot maps` and `whynot evaluate` read them. */
export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  can: ["run:read", "run"],
  handler: async ({ ctx, params }) => {
    const { fileName, body } = await exportMaps(ctx, params.id);
    return new Response(Readable.toWeb(Readable.from(body)) as ReadableStream, {
      headers: {
        "content-type": "application/zip",
        "content-disposition": `attachment; filename="${fileName}"`,
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
      },
    });
  },
});
