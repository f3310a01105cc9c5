import { AppError } from "#lib/errors.ts";
import { readBody } from "#lib/http/read-json.ts";

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 256 * 1024;

/**
 * Asks a platform's API, whose host the installation or the platform's own declaration names: no redirect is followed,
 * and neither a slow nor an endless answer holds anything up.
 * @throws AppError `unavailable` when it may go better next time, `invalid` when it will not; neither names the address,
 *   which may hold a token
 */
export async function askPlatform(
  address: URL,
  { headers = {}, signal }: { headers?: Record<string, string>; signal: AbortSignal },
): Promise<string> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  const response = await fetch(address, { headers, redirect: "error", signal: limit }).catch((cause) => {
    signal.throwIfAborted();
    throw new AppError("unavailable", "The crowd platform cannot be reached.", {}, cause);
  });
  if (response.status === 429 || response.status >= 500) {
    await response.body?.cancel();
    throw new AppError("unavailable", `The crowd platform answered with status ${response.status}.`);
  }
  if (!response.ok) {
    await response.body?.cancel();
    throw new AppError("invalid", `The crowd platform answered with status ${response.status}.`, {
      status: response.status,
    });
  }
  const bytes = await readBody(response, MAX_BYTES);
  return new TextDecoder().decode(bytes);
}
