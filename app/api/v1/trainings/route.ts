import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { StartTraining } from "#lib/services/trainings/draft-training.ts";
import { listTrainings } from "#lib/services/trainings/list-trainings.ts";
import { startTraining } from "#lib/services/trainings/start-training.ts";
import { TrainingResponse } from "./training-response.ts";

export const GET = defineRoute({
  query: z.object({ after: z.string().optional(), before: z.string().optional() }),
  can: ["model:read", "training"],
  handler: ({ ctx, query }) => listTrainings(ctx, query),
});

/** Starts the training of a model. */
export const POST = defineRoute({
  body: StartTraining,
  response: TrainingResponse,
  can: ["model:write", "training"],
  handler: ({ ctx, body }) => startTraining(ctx, body),
});
