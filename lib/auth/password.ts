import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { AppError } from "#lib/errors.ts";

/** N = 2^15, r = 8, p = 1: 32 MiB and about 60 ms a guess. The figures are part of each hash, so they can grow. */
const COST = { N: 2 ** 15, r: 8, p: 1 } as const;
const KEY_BYTES = 32;
export const MIN_PASSWORD_LENGTH = 10;
const MAX_PASSWORD_LENGTH = 200;

interface Cost {
  N: number;
  r: number;
  p: number;
}

function derive(password: string, salt: Buffer, { N, r, p }: Cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { N, r, p, maxmem: 256 * N * r };
    scrypt(password.normalize("NFKC"), salt, KEY_BYTES, options, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

/** @throws AppError `invalid` for a password nobody should use */
export function checkPassword(password: string): void {
  if (password.length < MIN_PASSWORD_LENGTH) {
    throw new AppError("invalid", `Use a password of at least ${MIN_PASSWORD_LENGTH} characters.`);
  }
  if (password.length > MAX_PASSWORD_LENGTH) {
    throw new AppError("invalid", `Use a password of at most ${MAX_PASSWORD_LENGTH} characters.`);
  }
  if (new Set(password).size < 4)
    throw new AppError("invalid", "Use a password of more different characters.");
}

/** "scrypt$N$r$p$salt$key", salt and key in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST);
  const fields = ["scrypt", COST.N, COST.r, COST.p, salt.toString("base64url"), key.toString("base64url")];
  return fields.join("$");
}

/** Takes as long for a wrong password as for the right one; a malformed hash matches nothing. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const [scheme, N, r, p, salt, key] = hash.split("$");
  if (scheme !== "scrypt" || !salt || !key || password.length > MAX_PASSWORD_LENGTH) return false;
  const expected = Buffer.from(key, "base64url");
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const given = await derive(password, Buffer.from(salt, "base64url"), cost);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** 20 letters and digits without look-alikes in four groups: 98 bits, and easy to copy from a terminal. */
export function generatePassword(): string {
  const alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
  const letters: string[] = [];
  while (letters.length < 20) {
    for (const byte of randomBytes(32)) {
      // Bytes past the last whole multiple of the alphabet would favour its first letters.
      if (byte < 256 - (256 % alphabet.length) && letters.length < 20)
        letters.push(alphabet[byte % alphabet.length]);
    }
  }
  return (letters.join("").match(/.{5}/g) ?? []).join("-");
}
