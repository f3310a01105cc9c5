import { z } from "zod";
import { archiveResponse } from "#lib/http/archive-response.ts";
import { defineRoute } from "#lib/http/define-route.ts";
import { openPack } from "#lib/services/reports/packs/open-pack.ts";

/** The archive of a report pack: a download that was broken off is taken up again where it ended. */
export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  can: ["report:export", "report-pack"],
  handler: async ({ ctx, params, request }) => archiveResponse(request, await openPack(ctx, params.id)),
});
