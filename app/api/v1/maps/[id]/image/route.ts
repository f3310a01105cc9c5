import { createHash } from "node:crypto";
import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { MapStyle, renderMap } from "#lib/services/explanations/render-map.ts";

/** A picture of a saliency map. Maps never change, so browsers may keep it; proxies may not. */
export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  query: MapStyle,
  can: ["run:read", "map"],
  handler: async ({ ctx, params, query, request }) => {
    const { bytes, mediaType } = await renderMap(ctx, params.id, query);
    const etag = `"${createHash("sha256").update(bytes).digest("hex").slice(0, 32)}"`;
    const headers = {
      "content-type": mediaType,
      "cache-control": "private, max-age=31536000, immutable",
      etag,
      vary: "cookie",
    };
    if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
    return new Response(new Uint8Array(bytes), { headers });
  },
});
