import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { AppError } from "#lib/errors.ts";

const MIN_LENGTH = 32;
const WELL_KNOWN = /change.?me|secret|password|default|example|nextauth|whynot|(.)\1{7}|01234567|abcdefgh/i;

/** @throws AppError `invalid`: with a guessable secret anyone can sign themselves in as anyone */
export function checkSecret(secret: string): string {
  if (secret.length >= MIN_LENGTH && !WELL_KNOWN.test(secret) && new Set(secret).size >= 12) return secret;
  throw new AppError(
    "invalid",
    `NEXTAUTH_SECRET is too short or a well-known default. Remove it (one is generated and kept), ` +
      `or set at least ${MIN_LENGTH} random characters, such as the output of: openssl rand -base64 33`,
  );
}

/** The secret that signs sessions: the given one if it is good, else one generated on first use and kept in `home`. */
export function readSecret(home: string, given: string | undefined): string {
  if (given !== undefined && given !== "") return checkSecret(given);
  const file = path.join(home, "session-secret");
  mkdirSync(home, { recursive: true });
  try {
    writeFileSync(file, randomBytes(48).toString("base64url"), { mode: 0o600, flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  chmodSync(file, 0o600);
  return checkSecret(readFileSync(file, "utf8").trim());
}
