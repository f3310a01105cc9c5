import { z } from "zod";
import { readConfig } from "#lib/config.ts";
import { defineRoute } from "#lib/http/define-route.ts";
import { eventStream } from "#lib/http/event-stream.ts";
import { listenProgress } from "#lib/jobs/listen.ts";
import { openServices } from "#lib/services/open-context.ts";
import { getTrainingProgress } from "#lib/services/trainings/get-training-progress.ts";
import { watchTraining } from "#lib/services/trainings/watch-training.ts";

/** A training's progress as it happens: a snapshot, then each change; ends with the training. */
export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  can: ["model:read", "training"],
  handler: async ({ ctx, params, request }) => {
    const first = await getTrainingProgress(ctx, params.id);
    const { databaseUrl } = openServices(readConfig());
    return eventStream(request, async (send, close) =>
      watchTraining(ctx, params.id, first, {
        subscribe: (onEvent) => listenProgress(databaseUrl, onEvent),
        send: (progress) => send("progress", progress),
        onOver: close,
      }),
    );
  },
});
