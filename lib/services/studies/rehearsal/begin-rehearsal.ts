import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { newLinkToken } from "#lib/auth/link-token.ts";
import { AppError } from "#lib/errors.ts";
import { StudyDesign } from "#lib/study/design.ts";
import { audit } from "../../audit.ts";
import type { Ctx } from "../../context.ts";
import { requireStudy } from "../require-study.ts";

const BeginRehearsal = z.object({
  studyId: z.string(),
  /** Simulated raters who may join. */
  raters: z.int().min(1).max(500),
  /** Until nobody can join with it any more. */
  minutes: z.int().min(1).max(1440).default(60),
});

export interface BegunRehearsal {
  /** Shown once: its hash is all that is kept. */
  token: string;
  /** The participants' address is /s/<key>. */
  key: string;
  consentVersion: string;
  expiresAt: Date;
}

/**
 * Lets simulated raters join a study over HTTP for a while, with a token of its own, whether or not the study is open.
 * @throws AppError `conflict` while the stimuli are not ready, `not_found`
 */
export async function beginRehearsal(ctx: Ctx, input: unknown): Promise<BegunRehearsal> {
  const { studyId, raters, minutes } = BeginRehearsal.parse(input);
  requireCan(ctx, "study:manage");
  return ctx.db.$transaction(async (tx) => {
    const study = await requireStudy(tx, ctx, studyId);
    const { stimulusBytes, consentVersion } = StudyDesign.parse(study.design);
    if (stimulusBytes === null)
      throw new AppError(
        "conflict",
        "The pictures of this study are still being drawn: try again when they are ready.",
      );
    const now = ctx.clock();
    const { token, tokenHash } = newLinkToken();
    const expiresAt = new Date(now.getTime() + minutes * 60_000);
    await tx.rehearsal.deleteMany({ where: { studyId, expiresAt: { lte: now } } });
    await tx.rehearsal.create({
      data: { tokenHash, studyId, placesLeft: raters, expiresAt, createdAt: now },
    });
    await audit(tx, ctx, "study.rehearse", `study:${studyId}`, {
      raters,
      expiresAt: expiresAt.toISOString(),
    });
    return { token, key: study.key, consentVersion, expiresAt };
  });
}
