import { createHash } from "node:crypto";
import { canonicalJson } from "#lib/study/canonical-json.ts";

/** What the first event of every study names as the hash before it. */
export const FIRST_PREVIOUS_HASH = "0".repeat(64);

/** A place in a study's log: whoever keeps it can later show that nothing up to there has changed. */
export interface Anchor {
  sequence: number;
  hash: string;
}

/** What a hash covers. */
export interface HashedEvent {
  studyId: string;
  sequence: number;
  kind: string;
  data: unknown;
  at: Date;
  previousHash: string;
}

/**
 * SHA-256 in hexadecimal over the canonical JSON of [study, sequence, kind, data, time, previous hash], in UTF-8; the
 * time is ISO 8601 in UTC to the millisecond. Appending computes the same in SQL (append-event.ts).
 */
export function hashEvent({ studyId, sequence, kind, data, at, previousHash }: HashedEvent): string {
  return digestOf([studyId, sequence, kind, data, at.toISOString(), previousHash]);
}

/** SHA-256 in hexadecimal over a value's canonical JSON in UTF-8. */
export function digestOf(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}

/** An anchor as headers and people write it: the sequence number, a colon, the hash. */
export const formatAnchor = ({ sequence, hash }: Anchor): string => `${sequence}:${hash}`;

/** Reads an anchor back; undefined for a text that is none. */
export function parseAnchor(text: string): Anchor | undefined {
  const [, sequence, hash] = /^(\d{1,10}):([0-9a-f]{64})$/.exec(text) ?? [];
  return hash === undefined ? undefined : { sequence: Number(sequence), hash };
}
