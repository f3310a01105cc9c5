import { type Anchor, FIRST_PREVIOUS_HASH, hashWrittenEvent, type WrittenEvent } from "../event-hash.ts";

export interface StoredEvent extends WrittenEvent {
  hash: string;
}

/** The first place at which a log does not follow on. */
export interface BrokenLink {
  sequence: number;
  /** What differs there: a missing event, the hash of the one before, the event's own hash, or where the log ends. */
  differs: "gap" | "previous hash" | "hash" | "head";
  message: string;
}

/**
 * Follows a study's events in order, recomputing each hash. `next` takes one event after the other, `end` what is
 * stored of the last one; `end` gives back the first broken link, or null when all follow on.
 */
export function followChain(): {
  next(event: StoredEvent): void;
  end(head: Anchor | null): BrokenLink | null;
} {
  let last: Anchor = { sequence: -1, hash: FIRST_PREVIOUS_HASH };
  let broken: BrokenLink | null = null;
  return {
    next(event) {
      broken ??= compare(event, last);
      last = { sequence: event.sequence, hash: event.hash };
    },
    end(head) {
      return broken ?? compareHead(head, last);
    },
  };
}

function compare(event: StoredEvent, before: Anchor): BrokenLink | null {
  const { sequence, previousHash, hash } = event;
  const expected = before.sequence + 1;
  if (sequence !== expected) {
    const missing =
      sequence - 1 > expected ? `Events ${expected} to ${sequence - 1} are` : `Event ${expected} is`;
    return { sequence: expected, differs: "gap", message: `${missing} missing.` };
  }
  if (previousHash !== before.hash) {
    const message = `Event ${sequence} does not name the hash of the one before.`;
    return { sequence, differs: "previous hash", message };
  }
  if (hash === hashWrittenEvent(event)) return null;
  return { sequence, differs: "hash", message: `Event ${sequence} is not what its hash was made of.` };
}

function compareHead(head: Anchor | null, last: Anchor): BrokenLink | null {
  const sequence = last.sequence;
  if (!head) return { sequence, differs: "head", message: "It is not stored any more where the log ends." };
  if (head.sequence > sequence) {
    const message = `The log should end with event ${head.sequence} and has none after ${sequence}.`;
    return { sequence: sequence + 1, differs: "head", message };
  }
  if (head.sequence === sequence && head.hash === last.hash) return null;
  const message = `What is stored of the end of the log (event ${head.sequence}) is not its last event, ${sequence}.`;
  return { sequence, differs: "head", message };
}
