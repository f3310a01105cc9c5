import { hash } from "node:crypto";
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
export function hashEvent({ data, at, ...rest }: HashedEvent): string {
  return hashWrittenEvent({ ...rest, data: canonicalJson(data), at: at.toISOString() });
}

/** An event whose data are canonical JSON text and whose time is ISO 8601 already. */
export type WrittenEvent = Omit<HashedEvent, "data" | "at"> & { data: string; at: string };

/** As `hashEvent`, of an event that is written already: who reads a whole log writes each event once. */
export function hashWrittenEvent(event: WrittenEvent): string {
  const [studyId, kind, at, previous] = [event.studyId, event.kind, event.at, event.previousHash].map((one) =>
    JSON.stringify(one),
  );
  return hash("sha256", `[${studyId},${event.sequence},${kind},${event.data},${at},${previous}]`);
}

/** SHA-256 in hexadecimal over a value's canonical JSON in UTF-8. */
export function digestOf(value: unknown): string {
  return hash("sha256", canonicalJson(value));
}

/** An anchor as headers and people write it: the sequence number, a colon, the hash. */
export const formatAnchor = ({ sequence, hash }: Anchor): string => `${sequence}:${hash}`;

/** Reads an anchor back; undefined for a text that is none. */
export function parseAnchor(text: string): Anchor | undefined {
  const [, sequence, hash] = /^(\d{1,10}):([0-9a-f]{64})$/.exec(text) ?? [];
  return hash === undefined ? undefined : { sequence: Number(sequence), hash };
}
