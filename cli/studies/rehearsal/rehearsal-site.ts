import { AppError } from "#lib/errors.ts";

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Whether an address is of this very machine. */
export function isLoopback(url: string): boolean {
  return LOOPBACK.test(new URL(url).hostname);
}

/** @throws AppError `invalid` for what is no address of a site */
export function readSiteUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && !url.username) return url.origin;
  throw new AppError("invalid", `"${text}" is no address of a site, such as https://rehearsal.example.org.`);
}

/**
 * Asks a site whether it holds this rehearsal, before any rater is sent: one that does not, because it is another
 * installation or an older version, would take them for people.
 * @throws AppError `unavailable` when there is no answer, `forbidden` when it says no
 */
export async function requireRehearsalSite(
  url: string,
  { key, token }: { key: string; token: string },
): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(new URL(`/api/s/${key}/rehearsal`, url), { headers, redirect: "error" }).catch(
    (fault) => {
      throw new AppError("unavailable", `No site answers at ${url}.`, {}, fault);
    },
  );
  const reply = (await response.json().catch(() => null)) as { placesLeft?: unknown } | null;
  if (response.ok && typeof reply?.placesLeft === "number") return;
  throw new AppError(
    "forbidden",
    `The site at ${url} knows nothing of this rehearsal: it has another database, or is of an older version. Nobody was sent.`,
  );
}
