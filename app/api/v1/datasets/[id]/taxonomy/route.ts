import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { exportTaxonomy } from "#lib/services/classes/export-taxonomy.ts";

/** The hierarchy of the classes, as `bin/whynot explain --similarity FILE` reads it. */
export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  can: ["dataset:read", "dataset"],
  handler: async ({ ctx, params }) =>
    new Response(await exportTaxonomy(ctx, params.id), {
      headers: {
        "content-type": "application/json; charset=utf-8",
        "content-disposition": 'attachment; filename="taxonomy.json"',
        "cache-control": "no-store",
      },
    }),
});
