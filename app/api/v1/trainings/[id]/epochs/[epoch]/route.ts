import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { getTrainingEpoch } from "#lib/services/trainings/get-training-epoch.ts";

/** The example maps at the end of an epoch, from 0. */
export const GET = defineRoute({
  params: z.object({ id: z.string(), epoch: z.coerce.number().int().min(0).max(1_000_000) }),
  can: ["model:read", "training"],
  handler: ({ ctx, params }) => getTrainingEpoch(ctx, params.id, params.epoch),
});
