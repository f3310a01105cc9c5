import { requireCan } from "#lib/auth/can.ts";
import type { Reward } from "#lib/study/recruitment/exit-codes.ts";
import { type PayReport, reportPay, type WorkedSession } from "#lib/study/recruitment/pay-report.ts";
import type { Ctx } from "../context.ts";
import { findStudy } from "./find-study.ts";
import { readRecruitment } from "./read-recruitment.ts";

/** How long people took and what that paid them. @throws AppError `not_found` */
export async function readPayReport(ctx: Ctx, studyId: string): Promise<PayReport> {
  requireCan(ctx, "study:read");
  const { sessions, reward } = await readSessions(ctx, studyId);
  return reportPay(sessions, reward);
}

/** The sessions of the people who have completed, shortest first, and the reward that was declared. */
export async function readSessions(
  ctx: Ctx,
  studyId: string,
): Promise<{ sessions: WorkedSession[]; reward: Reward | null }> {
  await findStudy(ctx, studyId);
  const recruitment = await readRecruitment(ctx.db, { id: studyId });
  const reward = recruitment && "reward" in recruitment ? recruitment.reward : null;
  const sessions = await ctx.db.$queryRaw<WorkedSession[]>`
    SELECT array_agg(a."receivedAt") || p."consentedAt" || p."completedAt" AS "times"
    FROM "Participant" p
    JOIN "Trial" t ON t."participantId" = p."id"
    JOIN "Answer" a ON a."trialId" = t."id"
    WHERE p."studyId" = ${studyId} AND p."state" = 'completed' AND NOT p."simulated" AND p."completedAt" IS NOT NULL
    GROUP BY p."id"`;
  return { sessions, reward };
}
