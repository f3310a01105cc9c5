import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { readSession } from "#lib/services/participation/read-session.ts";
import { bearerToken } from "../bearer-token.ts";
import { SessionReply } from "../replies.ts";

export const GET = defineRoute({
  params: z.object({ key: z.string() }),
  response: SessionReply,
  can: "anyone",
  handler: ({ ctx, params, request }) => readSession(ctx, { ...params, token: bearerToken(request) }),
});
