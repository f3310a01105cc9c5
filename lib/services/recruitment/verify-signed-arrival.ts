import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import type { CrowdSettings } from "#lib/config.ts";
import { refuse } from "../participation/refuse.ts";

const TIMEOUT_MS = 5_000;
/** Prolific asks for keys to be fetched anew at least daily. */
const KEYS_MAX_AGE_MS = 12 * 60 * 60 * 1000;
/** Clocks differ; more would make a stolen address last. */
const CLOCK_TOLERANCE_S = 30;

const keySets = new Map<string, JWTVerifyGetKey>();

/** Prolific's public keys, kept by this process and fetched again, at most twice a minute, for a key that is not among them. */
function keysOf(address: URL): JWTVerifyGetKey {
  const known = keySets.get(address.href);
  if (known) return known;
  const keys = createRemoteJWKSet(address, { timeoutDuration: TIMEOUT_MS, cacheMaxAge: KEYS_MAX_AGE_MS });
  keySets.set(address.href, keys);
  return keys;
}

/** The key that a token names. @throws AppError `unavailable` when the keys cannot be fetched: that is not the token's fault */
const namedKey =
  (keys: JWTVerifyGetKey): JWTVerifyGetKey =>
  async (header, token) => {
    if (!header.kid) throw new errors.JWKSNoMatchingKey();
    try {
      return await keys(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JOSENotSupported) throw error;
      throw refuse("unavailable");
    }
  };

/**
 * What Prolific signed of an arrival: the claim `prolific` of a JWT (RFC 7519) whose signature fits the key it names
 * (`kid`, RS256), that has not expired and is meant for this site (`aud`). Null for any other token.
 * @throws AppError `unavailable` when the keys cannot be fetched
 */
export async function verifySignedArrival(
  { hostname, prolific: { url } }: CrowdSettings,
  token: unknown,
  now: Date,
): Promise<Record<string, unknown> | null> {
  if (typeof token !== "string") return null;
  try {
    const keys = keysOf(new URL("/.well-known/study/jwks.json", url));
    const { payload } = await jwtVerify(token, namedKey(keys), {
      algorithms: ["RS256"],
      audience: [hostname, `https://${hostname}`],
      requiredClaims: ["exp"],
      clockTolerance: CLOCK_TOLERANCE_S,
      currentDate: now,
    });
    const { prolific } = payload;
    return typeof prolific === "object" ? (prolific as Record<string, unknown> | null) : null;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}
