import { z } from "zod";
import type { Tx } from "#lib/db/client.ts";
import { newId } from "#lib/db/id.ts";
import { StudyDesign } from "#lib/study/design.ts";
import type { JoinReply } from "#lib/study/participant-protocol.ts";
import { appendEvent } from "../studies/append-event.ts";
import type { ParticipantCtx } from "./participant-ctx.ts";
import { readSession } from "./read-session.ts";
import { refuse } from "./refuse.ts";
import { storeTrials } from "./store-trials.ts";
import { deriveToken, hashToken } from "./token.ts";

const JoinStudy = z.object({
  key: z.string(),
  clientKey: z.string().regex(/^[\w-]{43}$/, "A device key has 43 characters."),
  consentVersion: z.string(),
});

interface StudyRow {
  id: string;
  state: "preparing" | "open" | "closed";
  seed: number;
  design: unknown;
  nextParticipantIndex: number;
}

interface Place {
  id: string;
  index: number;
  studyId: string;
}

/**
 * Takes a place in a study after consent: the next index, and with it the whole sequence of trials. The same device
 * key finds the same place again, whatever has become of the study.
 * @param options.simulated a rehearsal: an index below 0, so that it takes nobody's place in the balance or quota
 * @throws AppError `not_found`, `gone` for a study that is closed or full, `unavailable` before it opens, `conflict`
 *   for a consent text that is no longer in use
 */
export async function joinStudy(
  ctx: ParticipantCtx,
  input: unknown,
  options: { simulated?: boolean } = {},
): Promise<JoinReply> {
  const { key, clientKey, consentVersion } = JoinStudy.parse(input);
  const token = deriveToken(clientKey, key);
  const newcomer = {
    key,
    tokenHash: hashToken(token),
    consentVersion,
    simulated: options.simulated ?? false,
  };
  if (!(await hasTrials(ctx, newcomer.tokenHash))) {
    const place = await ctx.db.$transaction((tx) => enrol(tx, ctx, newcomer));
    // Outside the lock, so that a crowd waits for one short statement each. A device that is cut off here gets the
    // same trials when it joins again: they follow from the index.
    await storeTrials(ctx.db, place);
  }
  return { token, ...(await readSession(ctx, { key, token })) };
}

async function hasTrials({ db }: ParticipantCtx, tokenHash: string): Promise<boolean> {
  return (await db.trial.findFirst({ where: { participant: { tokenHash } }, select: { id: true } })) !== null;
}

interface Newcomer {
  key: string;
  tokenHash: string;
  consentVersion: string;
  simulated: boolean;
}

async function enrol(tx: Tx, ctx: ParticipantCtx, newcomer: Newcomer): Promise<Place> {
  const { key, tokenHash, consentVersion, simulated } = newcomer;
  const [study] = await tx.$queryRaw<StudyRow[]>`
    SELECT "id", "state"::text AS "state", "seed", "design", "nextParticipantIndex"
    FROM "Study" WHERE "key" = ${key} FOR UPDATE`;
  if (!study) throw refuse("unknown-study");
  // A retried request may have waited for the lock while the first one joined.
  const select = { id: true, index: true, studyId: true };
  const known = await tx.participant.findUnique({ where: { tokenHash }, select });
  if (known) return known;
  const design = StudyDesign.parse(study.design);
  if (design.stimulusBytes === null) throw refuse("not-open");
  if (!simulated) await checkDoor(tx, study, design, consentVersion);
  const now = ctx.clock();
  if (!simulated)
    await tx.study.update({ where: { id: study.id }, data: { nextParticipantIndex: { increment: 1 } } });
  const index = simulated ? await nextSimulatedIndex(tx, study.id) : study.nextParticipantIndex;
  const place = await tx.participant.create({
    data: {
      id: newId(now.getTime()),
      studyId: study.id,
      index,
      tokenHash,
      simulated,
      consentVersion: design.consentVersion,
      trialCount: design.trialsPerRater,
      consentedAt: now,
      lastSeenAt: now,
    },
    select,
  });
  const data = { participant: index, simulated, consentVersion: design.consentVersion };
  await appendEvent(tx, { studyId: study.id, kind: "joined", data, at: now });
  return place;
}

async function checkDoor(
  tx: Tx,
  study: StudyRow,
  design: StudyDesign,
  consentVersion: string,
): Promise<void> {
  if (study.state === "preparing") throw refuse("not-open");
  if (study.state === "closed") throw refuse("closed");
  if (consentVersion !== design.consentVersion) throw refuse("consent-changed");
  if (design.quota === null || study.nextParticipantIndex < design.quota) return;
  const taking = await tx.participant.count({
    where: { studyId: study.id, simulated: false, state: { not: "withdrawn" } },
  });
  if (taking >= design.quota) throw refuse("full");
}

async function nextSimulatedIndex(tx: Tx, studyId: string): Promise<number> {
  const { _min } = await tx.participant.aggregate({
    where: { studyId, simulated: true },
    _min: { index: true },
  });
  return (_min.index ?? 0) - 1;
}
