import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { getTraining } from "#lib/services/trainings/get-training.ts";

export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  can: ["model:read", "training"],
  handler: ({ ctx, params }) => getTraining(ctx, params.id),
});
