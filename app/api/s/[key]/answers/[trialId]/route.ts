import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { saveAnswer } from "#lib/services/participation/save-answer.ts";
import { bearerToken } from "../../bearer-token.ts";
import { SavedReply } from "../../replies.ts";

/** A drawing of as many points as are taken, as a browser writes them. */
const MAX_BODY_BYTES = 128 * 1024;

export const PUT = defineRoute({
  params: z.object({ key: z.string(), trialId: z.string() }),
  body: z.looseObject({}),
  response: SavedReply,
  can: "anyone",
  maxBodyBytes: MAX_BODY_BYTES,
  handler: ({ ctx, params, body, request }) =>
    saveAnswer(ctx, { ...body, ...params, token: bearerToken(request) }),
});
