import { z } from "zod";
import { readConfig } from "#lib/config.ts";
import { defineRoute } from "#lib/http/define-route.ts";
import { eventStream } from "#lib/http/event-stream.ts";
import { listenProgress } from "#lib/jobs/listen.ts";
import { getRunProgress } from "#lib/services/explanations/get-run-progress.ts";
import { watchRun } from "#lib/services/explanations/watch-run.ts";
import { openServices } from "#lib/services/open-context.ts";

/** A run's progress as it happens: a snapshot, then each change; ends with the run. */
export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  can: ["run:read", "run"],
  handler: async ({ ctx, params, request }) => {
    const first = await getRunProgress(ctx, params.id);
    const { databaseUrl } = openServices(readConfig());
    return eventStream(request, async (send, close) =>
      watchRun(ctx, params.id, first, {
        subscribe: (onEvent) => listenProgress(databaseUrl, onEvent),
        send: (progress) => send("progress", progress),
        onOver: close,
      }),
    );
  },
});
