import { createHmac } from "node:crypto";
import { canonicalJson } from "#lib/study/canonical-json.ts";

/** All that is stored of a try at the quiz. */
export interface DigestedAttempt {
  attempt: number;
  answers: readonly number[];
  passed: boolean;
  receivedAt: Date;
}

/** HMAC-SHA-256 in hexadecimal as of an answer (`digestAnswer`): keyed with the try's own salt, which is erased with it. */
export function digestAttempt(
  salt: Uint8Array,
  { attempt, answers, passed, receivedAt }: DigestedAttempt,
): string {
  const text = canonicalJson([attempt, answers, passed, receivedAt.toISOString()]);
  return createHmac("sha256", salt).update(text).digest("hex");
}
