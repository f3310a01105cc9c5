import { createHash, randomBytes } from "node:crypto";

/** What a link that opens a door carries: 256 random bits in base64url. */
export function newLinkToken(): { token: string; tokenHash: string } {
  const token = randomBytes(32).toString("base64url");
  return { token, tokenHash: hashLinkToken(token) };
}

/** SHA-256 in hexadecimal, all that is kept of a token: nobody can guess 256 bits, so no salt or cost is needed. */
export function hashLinkToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
