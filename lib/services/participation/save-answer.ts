import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { canonicalJson } from "#lib/study/canonical-json.ts";
import { checkResponse } from "#lib/study/check-response.ts";
import type { AnswerReply } from "#lib/study/participant-protocol.ts";
import { requestReport } from "../reports/request-report.ts";
import { readAnswerRules } from "./answer-rules.ts";
import type { ParticipantCtx } from "./participant-ctx.ts";
import { refuse } from "./refuse.ts";
import { storeAnswer } from "./store-answer.ts";
import { hashToken } from "./token.ts";

const SaveAnswer = z.object({
  key: z.string(),
  token: z.string(),
  trialId: z.string(),
  idempotencyKey: z.string().regex(/^[\w-]{16,64}$/, "An idempotency key has 16 to 64 characters."),
  value: z.int(),
  detail: z.unknown().default(null),
  /** A day: whoever leaves a page open overnight still answered. */
  responseTimeMs: z
    .int()
    .min(0)
    .transform((ms) => Math.min(ms, 86_400_000)),
  answeredAt: z.iso.datetime(),
});
type SaveAnswer = z.infer<typeof SaveAnswer>;

/**
 * Stores one answer with its event, in one round trip. The first answer to a trial stands: the same request again changes nothing and
 * succeeds, another one is refused.
 * @throws AppError `conflict` with `details` = the answer that stands, `invalid` for one that the study's template does not know,
 * `unauthenticated`, `not_found`, `gone`
 */
export async function saveAnswer(ctx: ParticipantCtx, input: unknown): Promise<AnswerReply> {
  const answer = SaveAnswer.parse(input);
  const rules = await readAnswerRules(ctx.db, answer.key);
  if (!rules) throw refuse("no-place");
  const fault = checkResponse(rules, answer);
  if (fault !== null) throw new AppError("invalid", fault);
  const outcome = await storeAnswer(ctx.db, {
    ...answer,
    tokenHash: hashToken(answer.token),
    answeredAt: new Date(answer.answeredAt),
    receivedAt: ctx.clock(),
  });
  if (!outcome) throw refuse("no-place");
  if (outcome.state === "withdrawn") throw refuse("withdrawn");
  if (outcome.state === "screened") throw refuse("screened");
  if (outcome.awaitsQuiz) throw refuse("quiz-first");
  if (outcome.practice === null) throw refuse("not-yours");
  if (!outcome.saved) return checkSame(ctx, answer);
  if (!outcome.practice && !outcome.reportWaits)
    await requestReport(ctx.db, { id: outcome.studyId, workspaceId: outcome.workspaceId }, ctx.clock());
  return { value: answer.value, detail: answer.detail };
}

/** The trial has an answer already: is it this one? */
async function checkSame(ctx: ParticipantCtx, answer: SaveAnswer): Promise<AnswerReply> {
  const stands = await ctx.db.answer.findUnique({ where: { trialId: answer.trialId } });
  if (!stands)
    throw new AppError("invalid", "This idempotency key belongs to another answer: use a new one.");
  const { value, detail } = stands;
  const isSame = value === answer.value && canonicalJson(detail) === canonicalJson(answer.detail);
  if (stands.idempotencyKey === answer.idempotencyKey && isSame) return { value, detail };
  throw new AppError("conflict", "This picture has an answer already; the first one stands.", {
    value,
    detail,
  });
}
