import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { isSettled, readSubmissionState } from "#lib/study/recruitment/submission-state.ts";
import type { Ctx } from "../context.ts";
import { askPlatform } from "./ask-platform.ts";
import { moveSubmission } from "./move-submission.ts";
import { planReconciliation } from "./request-reconciliation.ts";
import { requireCrowd } from "./require-crowd.ts";

/** Submissions asked for in one round; those that were asked for longest ago come first. */
const ROUND = 100;
const DAY_MS = 86_400_000;
/** Prolific approves by itself after 21 days. */
const LONGEST_MS = 30 * DAY_MS;
/** A message is retried for 48 hours; its timestamp lets none in that is older. */
const KEEP_EVENTS_MS = 7 * DAY_MS;

const Submission = z.object({ id: z.string(), participant: z.string(), status: z.string() });

/**
 * Asks Prolific what has become of the submissions of a study that are not settled, and asks for the next round while
 * there are any.
 * @param failures rounds in a row before this one in which it could not be asked
 */
export async function reconcileRecruits(
  ctx: Ctx,
  { studyId, failures }: { studyId: string; failures: number },
  signal: AbortSignal,
): Promise<void> {
  const crowd = requireCrowd(ctx);
  const { url, token } = crowd.prolific;
  if (!token) return;
  const now = ctx.clock();
  await ctx.db.crowdEvent.deleteMany({
    where: { receivedAt: { lt: new Date(now.getTime() - KEEP_EVENTS_MS) } },
  });
  const waiting = await findUnsettled(ctx, studyId, now);
  let failed = false;
  for (const { participantId, session } of waiting) {
    signal.throwIfAborted();
    const address = new URL(`/api/v1/submissions/${encodeURIComponent(session)}/`, url);
    try {
      const headers = { authorization: `Token ${token}`, accept: "application/json" };
      const { participant, status } = Submission.parse(
        JSON.parse(await askPlatform(address, { headers, signal })),
      );
      const state = readSubmissionState(status);
      const news = { session, person: participant, at: ctx.clock() };
      if (state) await ctx.db.$transaction((tx) => moveSubmission(tx, crowd.secret(), { ...news, state }));
    } catch (error) {
      signal.throwIfAborted();
      ctx.log.warn({ err: error, studyId }, "a crowd platform could not be asked");
      failed = isAway(error);
      if (failed) break;
    }
    await ctx.db.recruit.updateMany({ where: { participantId }, data: { askedAt: ctx.clock() } });
  }
  if ((await findUnsettled(ctx, studyId, now)).length === 0) return;
  const next = { studyId, workspaceId: ctx.workspaceId, failures: failed ? failures + 1 : 0, now };
  await planReconciliation(ctx.db, next);
}

/** The platform, not this one submission: the rest of the round would go the same way. */
function isAway(error: unknown): boolean {
  return (
    error instanceof AppError &&
    (error.code === "unavailable" || [401, 403].includes(Number(error.details.status)))
  );
}

async function findUnsettled(
  { db }: Ctx,
  studyId: string,
  now: Date,
): Promise<{ participantId: string; session: string }[]> {
  const recruits = await db.recruit.findMany({
    where: {
      session: { not: null },
      participant: { studyId, consentedAt: { gt: new Date(now.getTime() - LONGEST_MS) } },
    },
    orderBy: [{ askedAt: { sort: "asc", nulls: "first" } }, { participantId: "asc" }],
    select: { participantId: true, session: true, state: true },
  });
  return recruits
    .filter(({ state }) => {
      const known = state === null ? null : readSubmissionState(state);
      return known === null || !isSettled(known);
    })
    .slice(0, ROUND)
    .map(({ participantId, session }) => ({ participantId, session: session ?? "" }));
}
