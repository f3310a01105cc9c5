import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { readRehearsal } from "#lib/services/participation/read-rehearsal.ts";
import { bearerToken } from "../bearer-token.ts";

/** Whether this site holds the rehearsal whose token is sent. */
export const GET = defineRoute({
  params: z.object({ key: z.string() }),
  response: z.object({ placesLeft: z.int(), expiresAt: z.date() }),
  can: "anyone",
  handler: ({ ctx, params, request }) => readRehearsal(ctx, { ...params, token: bearerToken(request) }),
});
