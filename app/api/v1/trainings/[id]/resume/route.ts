import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { resumeTraining } from "#lib/services/trainings/resume-training.ts";
import { TrainingResponse } from "../../training-response.ts";

export const POST = defineRoute({
  params: z.object({ id: z.string() }),
  response: TrainingResponse,
  can: ["model:write", "training"],
  handler: ({ ctx, params }) => resumeTraining(ctx, { trainingId: params.id }),
});
