import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "#lib/tensor/random.ts";

/** Sends one request and gives the reply; rejects when there is none. */
export type Send = (url: string, init: RequestInit) => Promise<Response>;

/** How often a line did what. */
export interface Faults {
  /** Never arrived. */
  lostRequests: number;
  /** Arrived, but its sender never heard. */
  lostReplies: number;
  /** Arrived twice at once. */
  repeated: number;
  /** Given up by its sender, and arrived after later ones. */
  late: number;
}

export const noFaults = (): Faults => ({ lostRequests: 0, lostReplies: 0, repeated: 0, late: 0 });

export interface Line {
  readonly send: Send;
  readonly faults: Faults;
  /** Delivers what is still under way. */
  end(): Promise<void>;
}

const PATIENCE_MS = 30_000;

const deliver: Send = (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });

/** A line on which nothing goes wrong. */
export function steadyLine(): Line {
  return { send: deliver, faults: noFaults(), end: async () => {} };
}

/** Of 100 requests on a flaky line. */
const LOST_REQUESTS = 12;
const LOST_REPLIES = 12;
const REPEATED = 12;
const LATE = 12;

class NoReply extends Error {}

/** A line as in a train: about half of its requests are lost, unheard of, doubled or overtaken. */
export function flakyLine(random: Random): Line {
  const faults = noFaults();
  let held: (() => Promise<unknown>)[] = [];

  async function overtake<T>(reply: Promise<T>): Promise<T> {
    const waiting = held;
    held = [];
    const got = await reply;
    for (const arrive of waiting) await arrive();
    return got;
  }

  const send: Send = async (url, init) => {
    const draw = 100 * random.uniform();
    if (draw < LOST_REQUESTS) {
      faults.lostRequests++;
      throw new NoReply();
    }
    if (draw < LOST_REQUESTS + LOST_REPLIES) {
      faults.lostReplies++;
      await overtake(deliver(url, init).then((reply) => reply.arrayBuffer()));
      throw new NoReply();
    }
    if (draw < LOST_REQUESTS + LOST_REPLIES + REPEATED) {
      faults.repeated++;
      const [first, second] = await overtake(Promise.all([deliver(url, init), deliver(url, init)]));
      await second.arrayBuffer();
      return first;
    }
    if (draw < LOST_REQUESTS + LOST_REPLIES + REPEATED + LATE) {
      faults.late++;
      held.push(() => deliver(url, init).then((reply) => reply.arrayBuffer()));
      throw new NoReply();
    }
    return overtake(deliver(url, init));
  };
  return { send, faults, end: () => overtake(Promise.resolve()) };
}

/** Tries in all. On a flaky line one in four fails: all of them, once in a billion times. */
const TRIES = 15;
const FIRST_WAIT_MS = 20;
const LONGEST_WAIT_MS = 2000;

/** Tries again, after a longer wait each time, for as long as `isPassing` says of the fault. */
export async function patiently<T>(
  work: () => Promise<T>,
  isPassing: (fault: unknown) => boolean,
): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await work();
    } catch (fault) {
      if (failures === TRIES || !isPassing(fault)) throw fault;
      await sleep(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1)));
    }
  }
}
