import { randomBytes } from "node:crypto";
import type { Ctx } from "#lib/services/context.ts";
import { joinStudy } from "#lib/services/participation/join-study.ts";
import { saveAnswer } from "#lib/services/participation/save-answer.ts";
import { CONSENT_VERSION } from "#lib/study/consent.ts";
import type { JoinReply } from "#lib/study/participant-protocol.ts";

const newKey = () => randomBytes(32).toString("base64url");

/** Someone new takes a place. */
export const joinAnew = (ctx: Ctx, key: string): Promise<JoinReply> =>
  joinStudy(ctx, { key, clientKey: newKey(), consentVersion: CONSENT_VERSION });

/** Answers each of the trials, one after the other: all alike, or by their place among these trials. */
export async function answerAll(
  ctx: Ctx,
  key: string,
  { token, trials }: Pick<JoinReply, "token" | "trials">,
  value: number | ((place: number) => number) = 3,
  responseTimeMs = 1234,
): Promise<void> {
  for (const [place, { id: trialId }] of trials.entries())
    await saveAnswer(ctx, {
      key,
      token,
      trialId,
      idempotencyKey: newKey(),
      value: typeof value === "number" ? value : value(place),
      responseTimeMs,
      answeredAt: "2026-11-23T12:00:00.000Z",
    });
}
