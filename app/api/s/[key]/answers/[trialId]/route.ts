import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { saveAnswer } from "#lib/services/participation/save-answer.ts";
import { bearerToken } from "../../bearer-token.ts";
import { SavedReply } from "../../replies.ts";

export const PUT = defineRoute({
  params: z.object({ key: z.string(), trialId: z.string() }),
  body: z.looseObject({}),
  response: SavedReply,
  can: "anyone",
  maxBodyBytes: 4096,
  handler: ({ ctx, params, body, request }) =>
    saveAnswer(ctx, { ...body, ...params, token: bearerToken(request) }),
});
