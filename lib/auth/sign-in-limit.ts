/** Failed attempts allowed in a window, by what they share. The wider keys stop guessing from many addresses. */
const LIMITS = { "email+address": 8, email: 40, everyone: 300 } as const;
const WINDOW_MS = 15 * 60_000;
const MAX_KEYS = 10_000;

export interface SignInLimit {
  /** Whether another attempt may be made now. */
  allows(email: string, address: string): boolean;
  fail(email: string, address: string): void;
  succeed(email: string, address: string): void;
}

/** Counts failed sign-ins in this process over a sliding window of 15 minutes. */
export function createSignInLimit(now: () => number = Date.now): SignInLimit {
  const failures = new Map<string, number[]>();

  const keysOf = (email: string, address: string): [string, number][] => [
    [`${email}\n${address}`, LIMITS["email+address"]],
    [email, LIMITS.email],
    ["", LIMITS.everyone],
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
