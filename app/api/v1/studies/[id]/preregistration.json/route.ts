import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { defineRoute } from "#lib/http/define-route.ts";
import { getPreregistration } from "#lib/services/studies/get-preregistration.ts";

/** The locked plan as canonical JSON: its SHA-256 is the plan's hash. */
export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  can: ["study:read", "study"],
  handler: async ({ ctx, params }) => {
    const plan = await getPreregistration(ctx, params.id);
    if (!plan) throw new AppError("not_found", "This study's plan is not locked.");
    return new Response(plan.text, {
      headers: {
        "content-type": "application/json; charset=utf-8",
        "content-disposition": `attachment; filename="preregistration-${params.id}.json"`,
        "cache-control": "private, no-store",
      },
    });
  },
});
