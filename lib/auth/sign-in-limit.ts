/** Failed attempts allowed in a window, by what they share. The wider keys stop guessing from many addresses. */
const SIGN_IN = { "email+address": 8, email: 40, everyone: 300 };

/** Letters with a link to sign in: each disturbs someone, whoever asked for it. */
export const LETTERS = { "email+address": 3, email: 6, everyone: 200 };

const WINDOW_MS = 15 * 60_000;
const MAX_KEYS = 10_000;

export interface SignInLimit {
  /** Whether another attempt may be made now. */
  allows(email: string, address: string): boolean;
  fail(email: string, address: string): void;
  succeed(email: string, address: string): void;
}

/** Counts failed sign-ins, or what else is to be rare, in this process over a sliding window of 15 minutes. */
export function createSignInLimit(now: () => number = Date.now, limits = SIGN_IN): SignInLimit {
  const failures = new Map<string, number[]>();

  const keysOf = (email: string, address: string): [string, number][] => [
    [`${email}\n${address}`, limits["email+address"]],
    [email, limits.email],
    ["", limits.everyone],
  ];
  const recent = (key: string): number[] => {
    const kept = (failures.get(key) ?? []).filter((at) => at > now() - WINDOW_MS);
    if (kept.length > 0) failures.set(key, kept);
    else failures.delete(key);
    return kept;
  };

  return {
    allows: (email, address) => keysOf(email, address).every(([key, limit]) => recent(key).length < limit),
    fail(email, address) {
      // Invented addresses must not fill the memory: the oldest are forgotten first.
      while (failures.size > MAX_KEYS) failures.delete(failures.keys().next().value ?? "");
      for (const [key] of keysOf(email, address)) failures.set(key, [...recent(key), now()]);
    },
    succeed(email, address) {
      failures.delete(`${email}\n${address}`);
    },
  };
}

/** @param forwardedFor the first address is the one the client claims or, without a proxy, the one Next saw */
export function sourceOf(forwardedFor: string | null | undefined): string {
  return forwardedFor?.split(",")[0]?.trim() || "unknown";
}
