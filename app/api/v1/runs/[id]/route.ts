import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { getRun } from "#lib/services/explanations/get-run.ts";

export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  can: ["run:read", "run"],
  handler: ({ ctx, params }) => getRun(ctx, params.id),
});
