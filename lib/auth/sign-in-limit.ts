/** Attempts that may fail in a window, by what they share. The wider keys stop guessing from many addresses. */
const SIGN_IN = { "email+address": 8, email: 40, everyone: 300 };

/** Letters with a link to sign in: each disturbs someone, whoever asked for it. */
export const LETTERS = { "email+address": 3, email: 6, everyone: 200 };

const WINDOW_MS = 15 * 60_000;
const MAX_KEYS = 10_000;

export interface SignInLimit {
  /** Takes one attempt before it is made, so that those made at the same moment count too; false when none is left. */
  take(email: string, address: string): boolean;
  /** It was right: gives it back, and forgets what failed from the same place. */
  succeed(email: string, address: string): void;
}

/** Counts sign-ins that failed or are under way, or what else is to be rare, in this process over a sliding window of 15 minutes. */
export function createSignInLimit(now: () => number = Date.now, limits = SIGN_IN): SignInLimit {
  const taken = new Map<string, number[]>();

  const placeOf = (email: string, address: string) => `${email}\n${address}`;
  const recent = (key: string): number[] => {
    const kept = (taken.get(key) ?? []).filter((at) => at > now() - WINDOW_MS);
    if (kept.length > 0) taken.set(key, kept);
    else taken.delete(key);
    return kept;
  };

  return {
    take(email, address) {
      const keys: [string, number][] = [
        [placeOf(email, address), limits["email+address"]],
        [email, limits.email],
        ["", limits.everyone],
      ];
      if (keys.some(([key, limit]) => recent(key).length >= limit)) return false;
      // Invented addresses must not fill the memory: the oldest are forgotten first.
      while (taken.size > MAX_KEYS) taken.delete(taken.keys().next().value ?? "");
      for (const [key] of keys) taken.set(key, [...recent(key), now()]);
      return true;
    },
    succeed(email, address) {
      taken.delete(placeOf(email, address));
      for (const key of [email, ""]) taken.get(key)?.pop();
    },
  };
}

/** @param forwardedFor the first address is the one the client claims or, without a proxy, the one Next saw */
export function sourceOf(forwardedFor: string | null | undefined): string {
  return forwardedFor?.split(",")[0]?.trim() || "unknown";
}
