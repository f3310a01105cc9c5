import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { readStimulus } from "#lib/services/participation/read-stimulus.ts";
import { bearerToken } from "../../bearer-token.ts";

/** The same headers and the same number of bytes for every picture of a study; kept by no cache. */
export const GET = defineRoute({
  params: z.object({ key: z.string(), id: z.string() }),
  can: "anyone",
  handler: async ({ ctx, params, request }) => {
    const bytes = await readStimulus(ctx, { ...params, token: bearerToken(request) });
    return new Response(new Uint8Array(bytes), {
      headers: { "content-type": "image/webp", "cache-control": "private, no-store" },
    });
  },
});
