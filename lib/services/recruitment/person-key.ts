import { createHmac } from "node:crypto";
import { canonicalJson } from "#lib/study/canonical-json.ts";

/** Somebody on a platform, in one study. */
export interface PersonInStudy {
  studyKey: string;
  platform: string;
  person: string;
}

/**
 * The key to the place of a person from a crowd platform: HMAC-SHA-256 over study, platform and person, keyed with the
 * installation's secret, as 43 characters of base64url. It stands where a device's own random key stands otherwise, so
 * the same person has the same place on every device, and the person's id need not be kept.
 */
export function derivePersonKey(secret: string, { studyKey, platform, person }: PersonInStudy): string {
  const text = canonicalJson(["place of a person", studyKey, platform, person]);
  return createHmac("sha256", secret).update(text).digest("base64url");
}
