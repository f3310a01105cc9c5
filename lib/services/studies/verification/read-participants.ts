import type { Tx } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { isoTime } from "#lib/db/iso-time.ts";
import { readRows } from "#lib/db/read-rows.ts";
import type { WrittenAnswer } from "../../participation/answer-digest.ts";

/** Trials held at a time, or those of one participant. */
const PAGE_TRIALS = 2000;
/** Part the fields of a trial, and the trials; JSON holds them only escaped. */
const UNIT = "\u001f";
const RECORD = "\u001e";

export interface StoredAnswer extends WrittenAnswer {
  salt: Uint8Array | null;
  /** The detail as it is stored; null where there is none. */
  detailText: string | null;
}

export interface StoredTrial {
  id: string;
  position: number;
  practice: boolean;
  check: "attention" | "repeat" | null;
  expected: number | null;
  /** By their places on the screen. */
  stimulusIds: readonly string[];
  answer: StoredAnswer | null;
}

export interface StoredParticipant {
  id: string;
  index: number;
  simulated: boolean;
  consentVersion: string;
  consentedAt: Date;
  /** How many rated trials were to be given. */
  trialCount: number;
  state: "consented" | "completed" | "withdrawn" | "screened";
  trials: StoredTrial[];
}

type Row = Omit<StoredParticipant, "trials"> & { trials: string | null };

/**
 * Everybody in a study with their trials in order and the answers, a page at a time: first people, or first simulated raters, each in
 * the order of joining. Memory does not grow with their number. The trials of each come as one text, which reads several
 * times as fast as rows do.
 * @param trialsEach how many trials a participant has, about
 */
export async function* readParticipants(
  tx: Tx,
  studyId: string,
  { simulatedFirst, trialsEach }: { simulatedFirst: boolean; trialsEach: number },
): AsyncGenerator<StoredParticipant[]> {
  const query = Prisma.sql`
    SELECT p."id", p."index", p."simulated", p."consentVersion", p."consentedAt", p."trialCount", p."state"::text AS "state", own."trials"
    FROM "Participant" p
    CROSS JOIN LATERAL (
      SELECT string_agg(
        concat_ws(${UNIT}, t."id", t."position", t."practice", COALESCE(t."check"::text, ''), COALESCE(t."expected"::text, ''), t."stimulusId", array_to_string(t."otherStimulusIds", ','),
                  a."value", a."responseTimeMs", a."answeredAt", a."receivedAt", a."idempotencyKey",
                  CASE WHEN a."trialId" IS NOT NULL THEN COALESCE(encode(a."salt", 'hex'), '') END, a."detail"::text),
        ${RECORD} ORDER BY t."position") AS "trials"
      FROM "Trial" t LEFT JOIN "Answer" a ON a."trialId" = t."id"
      WHERE t."participantId" = p."id"
    ) own
    WHERE p."studyId" = ${studyId}
    ORDER BY p."simulated" <> ${simulatedFirst}, abs(p."index" + 0.5)`;
  const size = Math.max(1, Math.floor(PAGE_TRIALS / Math.max(1, trialsEach)));
  for await (const page of readRows<Row>(tx, query, size, { ahead: true }))
    yield page.map((row) => ({ ...row, trials: row.trials?.split(RECORD).map(readTrial) ?? [] }));
}

function readTrial(line: string): StoredTrial {
  const [id, position, practice, check, expected, stimulusId, others, value, ...answer] = line.split(UNIT);
  return {
    id,
    position: Number(position),
    practice: practice === "t",
    check: check === "attention" || check === "repeat" ? check : null,
    expected: expected === "" ? null : Number(expected),
    stimulusIds: others === "" ? [stimulusId] : [stimulusId, ...others.split(",")],
    answer: value === undefined ? null : readAnswer(id, Number(value), answer),
  };
}

function readAnswer(trialId: string, value: number, fields: readonly string[]): StoredAnswer {
  const [responseTimeMs, answeredAt, receivedAt, idempotencyKey, salt, ...detail] = fields;
  const detailText = detail.length === 0 ? null : detail.join(UNIT);
  return {
    trialId,
    value,
    responseTimeMs: Number(responseTimeMs),
    answeredAt: isoTime(answeredAt),
    receivedAt: isoTime(receivedAt),
    idempotencyKey,
    salt: salt === "" ? null : Buffer.from(salt, "hex"),
    detailText,
    detail: detailText === null ? null : JSON.parse(detailText),
  };
}
