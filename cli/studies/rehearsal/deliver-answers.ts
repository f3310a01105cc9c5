import {
  createOutbox,
  type Delivery,
  type Outbox,
  type OutboxEntry,
  type OutboxStatus,
} from "#components/rating/outbox.ts";
import { AppError } from "#lib/errors.ts";

/** A device waits seconds before it sends again; a rehearsal need not. */
const HURRY = 50;
/** Failures in a row after which a site is taken to be gone. */
const MOST_FAILURES = 20;

export interface Deliveries {
  readonly outbox: Outbox;
  /** Resolves when nothing waits. @throws AppError `unavailable` when the site is gone */
  settled(): Promise<void>;
  /** The device dies: what is under way may still arrive, nothing more is sent. */
  die(): void;
}

/** The participant's own outbox, on a device whose memory is `entries`: what is in it survives a restart. */
export function deliverAnswers(
  entries: Map<string, OutboxEntry>,
  send: (entry: OutboxEntry) => Promise<Delivery>,
): Deliveries {
  let timer: NodeJS.Timeout | undefined;
  let status: OutboxStatus = { waiting: 0, failures: 0, refused: null };
  let notice = () => {};
  let isDead = false;
  const outbox = createOutbox({
    store: {
      async add(entry) {
        const kept = entries.get(entry.trialId) ?? entry;
        entries.set(entry.trialId, kept);
        return kept;
      },
      replace: async (entry) => void entries.set(entry.trialId, entry),
      all: async () => [...entries.values()],
    },
    send: (entry) => (isDead ? Promise.resolve({ kind: "later" }) : send(entry)),
    exclusively: (work) => work(),
    later(delayMs, run) {
      if (!isDead) timer = setTimeout(run, delayMs / HURRY);
      return () => clearTimeout(timer);
    },
    onChange(now) {
      status = now;
      notice();
    },
  });
  return {
    outbox,
    async settled() {
      await outbox.flush();
      while (status.waiting > 0) {
        if (status.failures > MOST_FAILURES) {
          clearTimeout(timer);
          throw new AppError("unavailable", "The site does not take answers any more.");
        }
        await new Promise<void>((resolve) => {
          notice = resolve;
        });
      }
    },
    die() {
      isDead = true;
      clearTimeout(timer);
    },
  };
}
