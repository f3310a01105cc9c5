import { z } from "zod";
import type {
  AnswerReply,
  CompleteReply,
  JoinReply,
  QuizReply,
  QuizView,
  ReturnStep,
  SessionView,
} from "#lib/study/participant-protocol.ts";

const State = z.enum(["consented", "completed", "withdrawn", "screened"]);

const Quiz = z.object({
  questions: z.array(z.object({ question: z.string(), options: z.array(z.string()).readonly() })).readonly(),
  nextAttempt: z.number().nullable(),
  review: z
    .array(z.object({ right: z.boolean(), because: z.string() }))
    .readonly()
    .nullable(),
}) satisfies z.ZodType<QuizView>;

/** What may leave towards a participant. A field that is not named here is dropped, so nothing tells an arm by mistake. */
export const SessionReply = z.object({
  state: State,
  quiz: Quiz.nullable(),
  completionCode: z.string().nullable(),
  trials: z
    .array(
      z.object({
        id: z.string(),
        stimuli: z.array(z.string()).readonly(),
        answer: z.string(),
        practice: z.boolean(),
        feedback: z.object({ low: z.number(), high: z.number(), because: z.string() }).nullable(),
        asked: z.number().nullable(),
        classes: z.array(z.string()).readonly(),
        value: z.number().nullable(),
      }),
    )
    .readonly(),
  examples: z.array(z.object({ stimulus: z.string(), answer: z.string(), good: z.boolean() })).readonly(),
  instruction: z.array(z.string()).readonly(),
}) satisfies z.ZodType<SessionView>;

const Step = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("redirect"), href: z.url({ protocol: /^https$/ }) }),
    z.object({
      kind: z.literal("form"),
      action: z.url({ protocol: /^https$/ }),
      fields: z.record(z.string(), z.string()),
    }),
  ])
  .nullable() satisfies z.ZodType<ReturnStep | null>;

export const JoinedReply = SessionReply.extend({
  token: z.string(),
  clientKey: z.string(),
  returnStep: Step,
}) satisfies z.ZodType<JoinReply>;
export const SavedReply = z.object({
  value: z.number(),
  detail: z.unknown(),
}) satisfies z.ZodType<AnswerReply>;
export const QuizTakenReply = z.object({
  state: State,
  quiz: Quiz,
  exit: z.object({ code: z.string(), returnStep: Step }).nullable(),
}) satisfies z.ZodType<QuizReply>;
export const CompletedReply = z.object({
  completionCode: z.string(),
  returnStep: Step,
}) satisfies z.ZodType<CompleteReply>;
