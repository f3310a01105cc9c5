import { createHmac } from "node:crypto";
import { canonicalJson } from "#lib/study/canonical-json.ts";

/** Bytes of an answer's salt. An answer is one of a few values: without a key nobody could guess, a digest would tell it. */
export const SALT_BYTES = 32;

/** All that is stored of an answer. */
export interface DigestedAnswer {
  trialId: string;
  idempotencyKey: string;
  value: number;
  /** Null where the value says it all. */
  detail: unknown;
  responseTimeMs: number;
  answeredAt: Date;
  receivedAt: Date;
}

/** The same with times as `toISOString` writes them. */
export type WrittenAnswer = Omit<DigestedAnswer, "answeredAt" | "receivedAt"> & {
  answeredAt: string;
  receivedAt: string;
};

/**
 * HMAC-SHA-256 (RFC 2104) in hexadecimal, keyed with the answer's own salt, over the canonical JSON of all that is
 * stored of the answer; what came beside the value is the last member where something did. When the salt is erased with the answer, the digest says nothing.
 */
export function digestAnswer(salt: Uint8Array, answer: DigestedAnswer | WrittenAnswer): string {
  const text = canonicalJson([
    answer.trialId,
    answer.idempotencyKey,
    answer.value,
    answer.responseTimeMs,
    writeTime(answer.answeredAt),
    writeTime(answer.receivedAt),
    ...(answer.detail === null ? [] : [answer.detail]),
  ]);
  return createHmac("sha256", salt).update(text).digest("hex");
}

const writeTime = (time: Date | string): string => (typeof time === "string" ? time : time.toISOString());
