import type { AnswerRequest } from "#lib/study/participant-protocol.ts";

/** One answer on its way. The first one given for a trial stands, whichever tab it was given in. */
export interface OutboxEntry extends AnswerRequest {
  readonly trialId: string;
  readonly state: "waiting" | "stored" | "refused";
}

/** Where entries are kept: one record a trial, shared by the tabs of this device. */
export interface OutboxStore {
  /** Keeps the entry unless its trial has one already; returns the one kept. Atomic over tabs. */
  add(entry: OutboxEntry): Promise<OutboxEntry>;
  replace(entry: OutboxEntry): Promise<void>;
  /** Every entry, oldest first. */
  all(): Promise<OutboxEntry[]>;
}

/** What became of a request. `stored` with another value: an answer given elsewhere stands. */
export type Delivery =
  | { readonly kind: "stored"; readonly value: number }
  | { readonly kind: "later" }
  | { readonly kind: "refused"; readonly message: string };

export interface OutboxStatus {
  readonly waiting: number;
  /** Failed attempts since the last one that worked: 0 while all is well. */
  readonly failures: number;
  /** Why the server will never take some answer; null normally. */
  readonly refused: string | null;
}

export interface OutboxOptions {
  readonly store: OutboxStore;
  readonly send: (entry: OutboxEntry) => Promise<Delivery>;
  /** Runs the work while no other tab sends. */
  readonly exclusively: (work: () => Promise<void>) => Promise<void>;
  /** Calls back after that many milliseconds; returns how to give up waiting. */
  readonly later: (delayMs: number, run: () => void) => () => void;
  readonly onChange: (status: OutboxStatus) => void;
}

export interface Outbox {
  /** Keeps the answer on this device, then sends it. Returns the answer that stands. */
  add(entry: Omit<OutboxEntry, "state">): Promise<OutboxEntry>;
  /** Sends what waits, now: at the start, when the line is back, when a tab comes to the front. */
  flush(): Promise<void>;
}

const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 15_000;

/** Milliseconds before the next attempt: 1, 2, 4, 8, 15, 15 ... seconds. */
export function retryDelayMs(failures: number): number {
  return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, failures - 1));
}

/**
 * Answers wait here until the server has them. An entry leaves only when the server says it is stored (or never will
 * be); sending one twice is harmless, because its idempotency key travels with it.
 */
export function createOutbox({ store, send, exclusively, later, onChange }: OutboxOptions): Outbox {
  let failures = 0;
  let refused: string | null = null;
  let stopWaiting: (() => void) | null = null;
  let draining: Promise<void> | null = null;
  let again = false;

  const waiting = async () => (await store.all()).filter((entry) => entry.state === "waiting");
  const report = async () => onChange({ waiting: (await waiting()).length, failures, refused });

  async function deliver(entry: OutboxEntry): Promise<boolean> {
    const delivery = await send(entry);
    if (delivery.kind === "later") {
      failures += 1;
      return false;
    }
    failures = 0;
    if (delivery.kind === "refused") refused = delivery.message;
    await store.replace(
      delivery.kind === "stored"
        ? { ...entry, state: "stored", value: delivery.value }
        : { ...entry, state: "refused" },
    );
    return true;
  }

  async function drain(): Promise<void> {
    for (const entry of await waiting()) {
      const delivered = await deliver(entry);
      await report();
      if (!delivered) {
        stopWaiting = later(retryDelayMs(failures), () => void flush());
        return;
      }
    }
  }

  async function flush(): Promise<void> {
    again = true;
    draining ??= (async () => {
      while (again) {
        again = false;
        stopWaiting?.();
        stopWaiting = null;
        await exclusively(drain);
      }
    })().finally(() => {
      draining = null;
    });
    return draining;
  }

  return {
    async add(entry) {
      const kept = await store.add({ ...entry, state: "waiting" });
      await report();
      void flush();
      return kept;
    },
    flush,
  };
}
