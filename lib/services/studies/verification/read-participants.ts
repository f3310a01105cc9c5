import type { Tx } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { readRows } from "#lib/db/read-rows.ts";
import type { DigestedAnswer } from "../../participation/answer-digest.ts";

const PAGE = 2000;

interface StoredTrial {
  id: string;
  position: number;
  practice: boolean;
  check: string | null;
  expected: number | null;
  stimulusId: string;
  otherStimulusIds: string[];
  answer: (DigestedAnswer & { salt: Uint8Array | null }) | null;
}

export interface StoredParticipant {
  index: number;
  simulated: boolean;
  consentVersion: string;
  consentedAt: Date;
  state: string;
  trials: StoredTrial[];
}

/** A trial of a participant with its answer; the first three are null of someone who has been given none yet. */
type Row = Omit<StoredParticipant, "trials"> &
  Omit<StoredTrial, "answer"> &
  Omit<DigestedAnswer, "trialId"> & {
    answered: string | null;
    salt: Uint8Array | null;
  };

/** Everybody in a study by index, with their trials in order and the answers; memory does not grow with their number. */
export async function* readParticipants(tx: Tx, studyId: string): AsyncGenerator<StoredParticipant> {
  const query = Prisma.sql`
    SELECT p."index", p."simulated", p."consentVersion", p."consentedAt", p."state"::text AS "state",
           t."id", t."position", t."practice", t."check"::text AS "check", t."expected", t."stimulusId", t."otherStimulusIds", a."trialId" AS "answered",
           a."idempotencyKey", a."value", a."detail", a."responseTimeMs", a."answeredAt", a."receivedAt", a."salt"
    FROM "Participant" p
    LEFT JOIN "Trial" t ON t."participantId" = p."id"
    LEFT JOIN "Answer" a ON a."trialId" = t."id"
    WHERE p."studyId" = ${studyId}
    ORDER BY p."index", t."position"`;
  let last: StoredParticipant | undefined;
  for await (const rows of readRows<Row>(tx, query, PAGE))
    for (const row of rows) {
      const { index, simulated, consentVersion, consentedAt, state } = row;
      if (last?.index !== index) {
        if (last) yield last;
        last = { index, simulated, consentVersion, consentedAt, state, trials: [] };
      }
      if (row.id !== null) last.trials.push(trialOf(row));
    }
  if (last) yield last;
}

function trialOf(row: Row): StoredTrial {
  const { id, position, practice, check, expected, stimulusId, otherStimulusIds, answered } = row;
  const trial = { id, position, practice, check, expected, stimulusId, otherStimulusIds };
  if (answered === null) return { ...trial, answer: null };
  const { idempotencyKey, value, detail, responseTimeMs, answeredAt, receivedAt, salt } = row;
  const answer = {
    trialId: answered,
    idempotencyKey,
    value,
    detail,
    responseTimeMs,
    answeredAt,
    receivedAt,
    salt,
  };
  return { ...trial, answer };
}
