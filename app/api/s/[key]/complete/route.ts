import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { completeSession } from "#lib/services/participation/complete-session.ts";
import { bearerToken } from "../bearer-token.ts";
import { CompletedReply } from "../replies.ts";

export const POST = defineRoute({
  params: z.object({ key: z.string() }),
  response: CompletedReply,
  can: "anyone",
  handler: ({ ctx, params, request }) => completeSession(ctx, { ...params, token: bearerToken(request) }),
});
