import { createHmac, timingSafeEqual } from "node:crypto";
import { AppError } from "#lib/errors.ts";

/** Older or newer messages are taken for replays, as far as clocks may differ. */
const WINDOW_MS = 5 * 60_000;

/** A message of a platform as it came. */
export interface SignedMessage {
  body: Uint8Array;
  timestamp: string | null;
  signature: string | null;
}

/**
 * Checks a webhook of Prolific: its signature is the base64 of HMAC-SHA-256 over timestamp and body as they came, keyed
 * with the workspace's secret; the timestamp is in Unix seconds.
 * @returns when it was sent
 * @throws AppError `unauthenticated`, without saying what is wrong
 */
export function checkSignature(
  { body, timestamp, signature }: SignedMessage,
  secret: string,
  now: Date,
): Date {
  const refused = () => new AppError("unauthenticated", "This message is not signed as it should be.");
  if (timestamp === null || signature === null || !/^\d{10}(\.\d{1,9})?$/.test(timestamp)) throw refused();
  const right = createHmac("sha256", secret).update(timestamp).update(body).digest();
  const given = Buffer.from(signature, "base64");
  if (given.length !== right.length || !timingSafeEqual(given, right)) throw refused();
  const sent = new Date(Number(timestamp) * 1000);
  if (Math.abs(now.getTime() - sent.getTime()) > WINDOW_MS) throw refused();
  return sent;
}
