import { z } from "zod";
import type { Tx } from "#lib/db/client.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { StudyDesign } from "#lib/study/design.ts";
import type { JoinReply } from "#lib/study/participant-protocol.ts";
import { type Admission, admitArrival } from "../recruitment/admit-arrival.ts";
import { returnStepOf, withExit } from "../recruitment/exit.ts";
import { addRecruit, countTaking, resumeRecruit } from "../recruitment/keep-recruit.ts";
import { requestReconciliation } from "../recruitment/request-reconciliation.ts";
import { appendEvent } from "../studies/append-event.ts";
import type { ParticipantCtx } from "./participant-ctx.ts";
import { readSession } from "./read-session.ts";
import { refuse } from "./refuse.ts";
import { storeTrials } from "./store-trials.ts";
import { RehearsalToken, takeRehearsalPlace } from "./take-rehearsal-place.ts";
import { deriveToken, hashToken } from "./token.ts";

const JoinStudy = z.object({
  key: z.string(),
  clientKey: z.string().regex(/^[\w-]{43}$/, "A device key has 43 characters."),
  consentVersion: z.string(),
  /** Sent by the simulated raters of a rehearsal, and by nobody else. */
  rehearsal: RehearsalToken.optional(),
  arrival: z.record(z.string().max(40), z.string().max(2500)).optional(),
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
  simulated: boolean;
}

/**
 * Takes a place in a study after consent: the next index, and with it the whole sequence of trials. The same device
 * key finds the same place again, whatever has become of the study; so does the same person of a crowd platform, on
 * whatever device.
 * @param input.rehearsal the token of a rehearsal: then, and only then, does the request make a simulated rater, who
 *   has an index below 0 and so takes nobody's place in the balance or quota
 * @param options.simulated the same for a job, which needs no token
 * @throws AppError `not_found`, `gone` for a study that is closed or full, `unavailable` before it opens, `conflict`
 *   for a consent text that is no longer in use, `forbidden` for a rehearsal that is not under way: such a request never
 *   becomes a person's
 */
export async function joinStudy(
  ctx: ParticipantCtx,
  input: unknown,
  options: { simulated?: boolean } = {},
): Promise<JoinReply> {
  const { key, consentVersion, arrival, rehearsal, ...device } = JoinStudy.parse(input);
  const simulated = rehearsal !== undefined || options.simulated === true;
  const admission: Admission = simulated
    ? { recruits: false, recruited: null }
    : await admitArrival(ctx, key, arrival);
  const { recruited } = admission;
  const clientKey = recruited?.clientKey ?? device.clientKey;
  const token = deriveToken(clientKey, key);
  const newcomer = {
    key,
    tokenHash: hashToken(token),
    consentVersion,
    rehearsal,
    simulated,
    admission,
  };
  const known = await findFilledPlace(ctx, newcomer.tokenHash);
  if (known) checkKind(known, newcomer);
  if (recruited || !known) {
    const place = await ctx.db
      .$transaction((tx) => enrol(tx, ctx, newcomer))
      .catch((error) => {
        throw recruited ? withExit(error, recruited) : error;
      });
    // Outside the lock, so that a crowd waits for one short statement each. A device that is cut off here gets the
    // same trials when it joins again: they follow from the index.
    await storeTrials(ctx.db, place);
    if (recruited) await requestReconciliation(ctx, place.studyId, recruited.recruitment);
  }
  const session = await readSession(ctx, { key, token });
  const left = { key, tokenHash: newcomer.tokenHash, code: session.completionCode };
  return { token, clientKey, returnStep: await returnStepOf(ctx.db, left), ...session };
}

/** A place that has its trials already. */
async function findFilledPlace(
  { db }: ParticipantCtx,
  tokenHash: string,
): Promise<{ simulated: boolean } | null> {
  return db.participant.findFirst({
    where: { tokenHash, trials: { some: {} } },
    select: { simulated: true },
  });
}

/** Simulated answers never go to a person's place. */
function checkKind(known: { simulated: boolean }, { simulated }: Newcomer): void {
  if (simulated && !known.simulated)
    throw new AppError("conflict", "This place is a person's: a simulated rater may not answer for them.");
}

interface Newcomer {
  key: string;
  tokenHash: string;
  consentVersion: string;
  rehearsal: string | undefined;
  simulated: boolean;
  admission: Admission;
}

async function enrol(tx: Tx, ctx: ParticipantCtx, newcomer: Newcomer): Promise<Place> {
  const { key, tokenHash, consentVersion, rehearsal, simulated } = newcomer;
  const { recruits, recruited } = newcomer.admission;
  const [study] = await tx.$queryRaw<StudyRow[]>`
    SELECT "id", "state"::text AS "state", "seed", "design", "nextParticipantIndex"
    FROM "Study" WHERE "key" = ${key} FOR UPDATE`;
  if (!study) throw refuse("unknown-study");
  // A retried request may have waited for the lock while the first one joined.
  const select = { id: true, index: true, studyId: true, simulated: true };
  const known = await tx.participant.findUnique({ where: { tokenHash }, select });
  const design = StudyDesign.parse(study.design);
  if (known) {
    checkKind(known, newcomer);
    if (recruited) await resumeRecruit(tx, known, recruited, design.quota);
    return known;
  }
  if (recruits && !recruited) throw refuse("no-arrival");
  if (design.stimulusBytes === null) throw refuse("not-open");
  const now = ctx.clock();
  if (rehearsal !== undefined) await takeRehearsalPlace(tx, { studyId: study.id, token: rehearsal, now });
  if (!simulated) await checkDoor(tx, study, design);
  const hasConsentText = rehearsal !== undefined || !simulated;
  if (hasConsentText && consentVersion !== design.consentVersion) throw refuse("consent-changed");
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
      awaitsQuiz: design.checks.quiz !== null,
      consentedAt: now,
      lastSeenAt: now,
    },
    select,
  });
  if (recruited) await addRecruit(tx, place.id, recruited);
  const data = { participant: index, simulated, consentVersion: design.consentVersion };
  await appendEvent(tx, { studyId: study.id, kind: "joined", data, at: now });
  return place;
}

async function checkDoor(tx: Tx, study: StudyRow, design: StudyDesign): Promise<void> {
  if (study.state === "preparing") throw refuse("not-open");
  if (study.state === "closed") throw refuse("closed");
  if (design.quota === null || study.nextParticipantIndex < design.quota) return;
  if ((await countTaking(tx, study.id)) >= design.quota) throw refuse("full");
}

async function nextSimulatedIndex(tx: Tx, studyId: string): Promise<number> {
  const { _min } = await tx.participant.aggregate({
    where: { studyId, simulated: true },
    _min: { index: true },
  });
  return (_min.index ?? 0) - 1;
}
