import { z } from "zod";
import { hashLinkToken } from "#lib/auth/link-token.ts";
import type { Tx } from "#lib/db/client.ts";
import { AppError } from "#lib/errors.ts";

/** 256 bits in base64url. */
export const RehearsalToken = z.string().regex(/^[\w-]{43}$/, "A rehearsal's token has 43 characters.");

/**
 * Takes one of a rehearsal's places, in the transaction that makes the simulated rater.
 * @throws AppError `forbidden` for a token that is not this study's, has expired, or has no place left
 */
export async function takeRehearsalPlace(
  tx: Tx,
  { studyId, token, now }: { studyId: string; token: string; now: Date },
): Promise<void> {
  const { count } = await tx.rehearsal.updateMany({
    where: { tokenHash: hashLinkToken(token), studyId, expiresAt: { gt: now }, placesLeft: { gt: 0 } },
    data: { placesLeft: { decrement: 1 } },
  });
  if (count === 0) throw notUnderWay();
}

/** The same for every reason, so that nobody learns which tokens there are. */
export const notUnderWay = () =>
  new AppError(
    "forbidden",
    "No rehearsal of this study is under way with this token, or it is full: begin a new one.",
  );
