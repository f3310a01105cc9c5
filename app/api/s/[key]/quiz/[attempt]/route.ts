import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { takeQuiz } from "#lib/services/participation/quiz/take-quiz.ts";
import { bearerToken } from "../../bearer-token.ts";
import { QuizTakenReply } from "../../replies.ts";

export const PUT = defineRoute({
  params: z.object({ key: z.string(), attempt: z.coerce.number() }),
  body: z.looseObject({}),
  response: QuizTakenReply,
  can: "anyone",
  maxBodyBytes: 4096,
  handler: ({ ctx, params, body, request }) =>
    takeQuiz(ctx, { ...body, ...params, token: bearerToken(request) }),
});
