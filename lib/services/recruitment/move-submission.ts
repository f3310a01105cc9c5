import type { Tx } from "#lib/db/client.ts";
import {
  movesOn,
  readSubmissionState,
  releasesPlace,
  type StatedAt,
} from "#lib/study/recruitment/submission-state.ts";
import { deriveToken, hashToken } from "../participation/token.ts";
import { derivePersonKey } from "./person-key.ts";

/** What Prolific says of one submission. */
export interface SubmissionNews extends StatedAt {
  session: string;
  /** The person's id there. It has to be the one who came in that session: an address can be made up. */
  person: string;
}

/**
 * Stores what has become of a submission, if it is news: states move on in their order, whatever order their messages
 * come in. A place that is given back counts no longer; its answers stay. False when nothing changed.
 */
export async function moveSubmission(tx: Tx, secret: string, news: SubmissionNews): Promise<boolean> {
  const { session, person, state, at } = news;
  const found = await tx.recruit.findMany({
    where: { session },
    select: {
      participantId: true,
      participant: { select: { tokenHash: true, study: { select: { key: true } } } },
    },
  });
  const theirs = found.find(({ participant: { tokenHash, study } }) => {
    const personKey = derivePersonKey(secret, { studyKey: study.key, platform: "prolific", person });
    return hashToken(deriveToken(personKey, study.key)) === tokenHash;
  });
  if (!theirs) return false;
  const { participantId } = theirs;
  await tx.$queryRaw`SELECT 1 FROM "Recruit" WHERE "participantId" = ${participantId} FOR UPDATE`;
  const row = await tx.recruit.findUniqueOrThrow({ where: { participantId } });
  // Their next session may have begun while we waited.
  if (row.session !== session || !movesOn(stated(row), { state, at })) return false;
  await tx.recruit.update({
    where: { participantId },
    data: { state, stateAt: at, released: releasesPlace(state) },
  });
  return true;
}

function stated({ state, stateAt }: { state: string | null; stateAt: Date | null }): StatedAt | null {
  const known = state === null ? null : readSubmissionState(state);
  return known && stateAt && { state: known, at: stateAt };
}
