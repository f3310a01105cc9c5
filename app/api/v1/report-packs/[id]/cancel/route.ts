import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { cancelPack } from "#lib/services/reports/packs/cancel-pack.ts";

export const POST = defineRoute({
  params: z.object({ id: z.string() }),
  can: ["report:export", "report-pack"],
  handler: ({ ctx, params }) => cancelPack(ctx, { packId: params.id }),
});
