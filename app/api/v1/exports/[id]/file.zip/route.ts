import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { rangeResponse } from "#lib/http/range-response.ts";
import { openExport } from "#lib/services/exports/open-export.ts";

/** The archive of an export: a download that was broken off is taken up again where it ended. */
export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  can: ["dataset:export", "export"],
  handler: async ({ ctx, params, request }) => {
    const { fileName, sha256, byteSize, stream } = await openExport(ctx, params.id);
    const ascii = fileName.replace(/[^\x20-\x7e]|["\\%]/g, "_");
    return rangeResponse(request, {
      etag: sha256,
      byteSize,
      stream,
      headers: {
        "content-type": "application/zip",
        "content-disposition": `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
        "cache-control": "private, no-cache",
        "x-content-type-options": "nosniff",
        vary: "cookie",
      },
    });
  },
});
