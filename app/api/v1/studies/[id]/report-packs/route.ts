import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { listPacks } from "#lib/services/reports/packs/pack-states.ts";
import { startPack } from "#lib/services/reports/packs/start-pack.ts";

/** The newest report pack about people and about simulated raters, with how far each is. */
export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  can: ["report:export", "study"],
  handler: async ({ ctx, params }) => ({ rows: await listPacks(ctx, params.id) }),
});

/** Asks for a report pack: {raters: "people" or "simulated"}. */
export const POST = defineRoute({
  params: z.object({ id: z.string() }),
  body: z.object({ raters: z.enum(["people", "simulated"]).default("people") }),
  response: z.object({ id: z.string(), simulated: z.boolean() }),
  can: ["report:export", "study"],
  handler: ({ ctx, params, body }) => startPack(ctx, { studyId: params.id, ...body }),
});
