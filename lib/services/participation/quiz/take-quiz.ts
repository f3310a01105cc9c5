import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Tx } from "#lib/db/client.ts";
import { AppError } from "#lib/errors.ts";
import { StudyDesign } from "#lib/study/design.ts";
import type { QuizReply } from "#lib/study/participant-protocol.ts";
import type { QuizQuestion } from "#lib/study/quiz/question.ts";
import { judgeQuiz, QUIZ_ATTEMPTS } from "#lib/study/quiz/quiz.ts";
import { declaredCode, returnStepOf } from "../../recruitment/exit.ts";
import { enqueueReport } from "../../reports/request-report.ts";
import { appendEvent } from "../../studies/append-event.ts";
import { SALT_BYTES } from "../answer-digest.ts";
import type { ParticipantCtx } from "../participant-ctx.ts";
import { refuse } from "../refuse.ts";
import { startOfDay } from "../start-of-day.ts";
import { hashToken } from "../token.ts";
import { digestAttempt } from "./quiz-digest.ts";
import { questionsOf, viewQuiz } from "./view-quiz.ts";

const TakeQuiz = z.object({
  key: z.string(),
  token: z.string(),
  /** Which try this is, from 1. */
  attempt: z.int().min(1).max(QUIZ_ATTEMPTS),
  answers: z.array(z.int()),
});

interface Taker {
  id: string;
  index: number;
  state: QuizReply["state"];
  studyId: string;
  workspaceId: string;
  templateId: string;
  templateVersion: number;
  design: unknown;
}

/**
 * Stores a try at the study's quiz with its event. The first that is sent under a number stands: the same again, or another one from
 * another tab, changes nothing and is told what stands. Who fails the last try is sent away, and their place is free again.
 * @throws AppError `invalid` for answers to other questions or a try out of turn, `not_found` where the study has no quiz,
 *   `unauthenticated`, `gone` after withdrawing
 */
export async function takeQuiz(ctx: ParticipantCtx, input: unknown): Promise<QuizReply> {
  const { key, token, attempt, answers } = TakeQuiz.parse(input);
  const tokenHash = hashToken(token);
  const code = await declaredCode(ctx.db, key, "screenedOut");
  const { questions, state, attempts } = await ctx.db.$transaction(async (tx) => {
    const [taker] = await tx.$queryRaw<Taker[]>`
      SELECT p."id", p."index", p."state"::text AS "state", p."studyId", s."workspaceId", s."templateId",
             s."templateVersion", s."design"
      FROM "Participant" p JOIN "Study" s ON s."id" = p."studyId"
      WHERE p."tokenHash" = ${tokenHash} AND s."key" = ${key} FOR NO KEY UPDATE OF p`;
    if (!taker) throw refuse("no-place");
    if (taker.state === "withdrawn") throw refuse("withdrawn");
    const questions = questionsOf({ ...taker, design: StudyDesign.parse(taker.design) });
    if (!questions) throw new AppError("not_found", "This study has no quiz.");
    return {
      questions,
      ...(await standing(tx, taker, { questions, attempt, answers, code, now: ctx.clock() })),
    };
  });
  const exitCode = state === "screened" ? code : null;
  return {
    state,
    quiz: viewQuiz(questions, attempts),
    exit:
      exitCode === null
        ? null
        : { code: exitCode, returnStep: await returnStepOf(ctx.db, { key, tokenHash, code: exitCode }) },
  };
}

interface Given {
  questions: readonly QuizQuestion[];
  attempt: number;
  answers: number[];
  code: string | null;
  now: Date;
}

/** Writes the try unless there is one of its number, and gives what stands then. The caller holds the participant's row. */
async function standing(tx: Tx, taker: Taker, { questions, attempt, answers, code, now }: Given) {
  const attempts = await tx.quizAttempt.findMany({
    where: { participantId: taker.id },
    orderBy: { attempt: "asc" },
    select: { answers: true, passed: true },
  });
  if (attempt <= attempts.length || taker.state !== "consented" || attempts.at(-1)?.passed)
    return { state: taker.state, attempts };
  if (attempt !== attempts.length + 1) throw new AppError("invalid", "The first try comes first.");
  const verdicts = judgeQuiz(questions, answers);
  if (!verdicts) throw new AppError("invalid", `A try answers each of the ${questions.length} questions.`);
  const passed = verdicts.every(Boolean);
  const isOut = !passed && attempt === QUIZ_ATTEMPTS;
  const given = { attempt, answers, passed, receivedAt: now };
  const salt = randomBytes(SALT_BYTES);
  await tx.quizAttempt.create({ data: { participantId: taker.id, ...given, salt } });
  await tx.participant.update({
    where: { id: taker.id },
    data: {
      lastSeenAt: now,
      ...(passed && { awaitsQuiz: false }),
      ...(isOut && { state: "screened", completionCode: code }),
    },
  });
  const { studyId, index: participant } = taker;
  if (isOut) await enqueueReport(tx, { id: studyId, workspaceId: taker.workspaceId });
  const digest = digestAttempt(salt, given);
  await appendEvent(tx, {
    studyId,
    kind: "quizzed",
    data: { participant, attempt, digest },
    at: startOfDay(now),
  });
  if (isOut) await appendEvent(tx, { studyId, kind: "screened", data: { participant }, at: now });
  return { state: isOut ? ("screened" as const) : taker.state, attempts: [...attempts, { answers, passed }] };
}
