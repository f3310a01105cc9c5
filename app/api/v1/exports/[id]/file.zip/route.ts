import { z } from "zod";
import { archiveResponse } from "#lib/http/archive-response.ts";
import { defineRoute } from "#lib/http/define-route.ts";
import { openExport } from "#lib/services/exports/open-export.ts";

/** The archive of an export: a download that was broken off is taken up again where it ended. */
export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  can: ["dataset:export", "export"],
  handler: async ({ ctx, params, request }) => archiveResponse(request, await openExport(ctx, params.id)),
});
