import { randomBytes } from "node:crypto";
import { newId } from "#lib/db/id.ts";
import type { Ctx } from "#lib/services/context.ts";
import { digestAnswer, SALT_BYTES } from "#lib/services/participation/answer-digest.ts";
import { openTrialPlan } from "#lib/services/participation/plan-trials.ts";
import { hashEvent } from "#lib/services/studies/event-hash.ts";
import { CONSENT_VERSION } from "#lib/study/consent.ts";
import { createRandom } from "#lib/tensor/random.ts";

/** Raters written at once. */
const BATCH = 100;
const BEGIN = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;

/**
 * Gives a study this many people who answered every rated trial, as if each had taken part through its link: their sequences follow from the
 * seed, and every answer has its event in the log. Written in bulk, for answering one by one takes hours.
 */
export async function fillStudy({ db }: Ctx, studyId: string, raters: number): Promise<void> {
  const study = await db.study.findUniqueOrThrow({ where: { id: studyId } });
  const planTrials = await openTrialPlan(db, study);
  const random = createRandom("full study");
  const end = await db.studyEventHead.findUniqueOrThrow({ where: { studyId } });
  let { sequence, hash, previousHash } = end;
  for (let first = 0; first < raters; first += BATCH) {
    const events: {
      sequence: number;
      kind: string;
      data: string;
      at: string;
      previous: string;
      hash: string;
    }[] = [];
    const append = (kind: string, data: object, at: Date) => {
      sequence++;
      previousHash = hash;
      hash = hashEvent({ studyId, sequence, kind, data, at, previousHash });
      events.push({
        sequence,
        kind,
        data: JSON.stringify(data),
        at: at.toISOString(),
        previous: previousHash,
        hash,
      });
    };
    const people: object[] = [];
    const trials: object[] = [];
    const answers: object[] = [];
    for (let index = first; index < Math.min(raters, first + BATCH); index++) {
      const joined = new Date(BEGIN + index * 60_000);
      const participantId = newId(joined.getTime());
      append("joined", { participant: index, simulated: false, consentVersion: CONSENT_VERSION }, joined);
      const plan = planTrials(index);
      people.push({
        id: participantId,
        index,
        token: randomBytes(32).toString("hex"),
        trials: plan.length,
        at: joined,
      });
      plan.forEach(({ stimulusIds: [stimulusId], practice }, position) => {
        const trialId = randomBytes(16).toString("base64url");
        trials.push({ id: trialId, participantId, position, practice, stimulusId });
        if (practice) return;
        const salt = randomBytes(SALT_BYTES);
        const at = new Date(joined.getTime() + position * 4000);
        const answer = {
          trialId,
          idempotencyKey: newId(at.getTime()),
          value: 1 + random.integer(5),
          detail: null,
          responseTimeMs: 800 + random.integer(5000),
          answeredAt: at,
          receivedAt: new Date(at.getTime() + 20),
        };
        answers.push({ ...answer, salt: salt.toString("hex") });
        const digest = digestAnswer(salt, answer);
        const day = new Date(Math.floor(at.getTime() / DAY_MS) * DAY_MS);
        append(
          "answered",
          { digest, participant: index, position, stimulus: stimulusId, trial: trialId },
          day,
        );
      });
    }
    await db.$executeRaw`
      INSERT INTO "Participant" ("id", "studyId", "index", "tokenHash", "consentVersion", "trialCount", "answerCount", "consentedAt")
      SELECT r."id", ${studyId}, r."index", r."token", ${CONSENT_VERSION}, r."trials", r."trials", r."at" AT TIME ZONE 'UTC'
      FROM jsonb_to_recordset(${JSON.stringify(people)}::jsonb)
        AS r("id" text, "index" int, "token" text, "trials" int, "at" timestamptz)`;
    await db.$executeRaw`
      INSERT INTO "Trial" ("id", "participantId", "position", "practice", "stimulusId")
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(trials)}::jsonb)
        AS r("id" text, "participantId" text, "position" int, "practice" boolean, "stimulusId" text)`;
    await db.$executeRaw`
      INSERT INTO "Answer" ("trialId", "idempotencyKey", "value", "responseTimeMs", "answeredAt", "receivedAt", "salt")
      SELECT r."trialId", r."idempotencyKey", r."value", r."responseTimeMs", r."answeredAt" AT TIME ZONE 'UTC',
        r."receivedAt" AT TIME ZONE 'UTC', decode(r."salt", 'hex')
      FROM jsonb_to_recordset(${JSON.stringify(answers)}::jsonb) AS r("trialId" text, "idempotencyKey" text, "value" int,
        "responseTimeMs" int, "answeredAt" timestamptz, "receivedAt" timestamptz, "salt" text)`;
    await db.$executeRaw`
      INSERT INTO "StudyEvent" ("studyId", "sequence", "kind", "data", "at", "previousHash", "hash")
      SELECT ${studyId}, r."sequence", r."kind"::"StudyEventKind", r."data"::jsonb, r."at" AT TIME ZONE 'UTC', r."previous", r."hash"
      FROM jsonb_to_recordset(${JSON.stringify(events)}::jsonb)
        AS r("sequence" int, "kind" text, "data" text, "at" timestamptz, "previous" text, "hash" text)`;
  }
  await db.studyEventHead.update({ where: { studyId }, data: { sequence, hash, previousHash } });
  await db.$executeRaw`VACUUM ANALYZE`;
}
