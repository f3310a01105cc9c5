import { createHash, createHmac } from "node:crypto";

/**
 * The bearer token of a device in a study, made from the device's own key. The same key always gives the same token,
 * so joining again after a lost reply finds the same place.
 */
export function deriveToken(clientKey: string, studyKey: string): string {
  return createHmac("sha256", clientKey).update(`participant of ${studyKey}`).digest("base64url");
}

/** What is stored of a token; looked up by an index. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
