import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { readSubmissionState } from "#lib/study/recruitment/submission-state.ts";
import type { ParticipantCtx } from "../participation/participant-ctx.ts";
import { checkSignature, type SignedMessage } from "./check-signature.ts";
import { moveSubmission } from "./move-submission.ts";
import { requireCrowd } from "./require-crowd.ts";

const EventId = z.string().regex(/^[\w-]{1,128}$/, "An event has an id.");
const Id = z.string().regex(/^[\w.~-]{1,128}$/);
const SubmissionEvent = z.object({
  event_type: z.literal("submission.status.change"),
  resource_id: Id,
  participant_id: Id,
  status: z.string().max(40),
});
const AnyEvent = z.looseObject({ event_type: z.string().max(100) });

/**
 * Takes one message of Prolific's webhooks. What it says of a submission is stored once, however often and in whatever
 * order messages come; other events are taken and say nothing here.
 * @throws AppError `not_found` where no secret is set, `unauthenticated` for a signature that is wrong or out of date,
 *   `invalid` for a body that is no event
 */
export async function receiveEvent(
  ctx: ParticipantCtx,
  message: SignedMessage & { eventId: string | null },
): Promise<void> {
  const crowd = requireCrowd(ctx);
  const { webhookSecret } = crowd.prolific;
  if (!webhookSecret) throw new AppError("not_found", "Webhooks are not set up here.");
  const at = checkSignature(message, webhookSecret, ctx.clock());
  const id = EventId.parse(message.eventId);
  const event = readEvent(message.body);
  if (event.event_type !== "submission.status.change") return;
  const { resource_id: session, participant_id: person, status } = SubmissionEvent.parse(event);
  const state = readSubmissionState(status);
  if (state === null) {
    ctx.log.warn({ status }, "a crowd platform names a state that is not known here");
    return;
  }
  await ctx.db.$transaction(async (tx) => {
    const { count } = await tx.crowdEvent.createMany({
      data: [{ id, receivedAt: ctx.clock() }],
      skipDuplicates: true,
    });
    if (count === 1) await moveSubmission(tx, crowd.secret(), { session, person, state, at });
  });
}

function readEvent(body: Uint8Array): z.infer<typeof AnyEvent> {
  try {
    return AnyEvent.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)));
  } catch (cause) {
    throw new AppError("invalid", "This is no event.", {}, cause);
  }
}
