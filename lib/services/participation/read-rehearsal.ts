import { hashLinkToken } from "#lib/auth/link-token.ts";
import type { ParticipantCtx } from "./participant-ctx.ts";
import { notUnderWay } from "./take-rehearsal-place.ts";

export interface RehearsalView {
  /** Simulated raters who may still join. */
  placesLeft: number;
  expiresAt: Date;
}

/**
 * Says that this site holds the rehearsal: whoever sends simulated raters asks before the first one, because a site that
 * knows of no rehearsals would take them for people. @throws AppError `forbidden`
 */
export async function readRehearsal(
  { db, clock }: ParticipantCtx,
  { key, token }: { key: string; token: string },
): Promise<RehearsalView> {
  const found = await db.rehearsal.findFirst({
    where: { tokenHash: hashLinkToken(token), study: { key }, expiresAt: { gt: clock() } },
    select: { placesLeft: true, expiresAt: true },
  });
  if (!found) throw notUnderWay();
  return found;
}
