import { createHmac } from "node:crypto";
import { drawBehaviours, type Mixture } from "#lib/study/rehearsal/mixture.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { type Rater, type Seat, type SessionRecord, takePart, takeSeat, type Visit } from "./take-part.ts";

export interface Crowd {
  readonly raters: number;
  readonly mixture: Mixture;
  readonly seed: number;
  /** Names this crowd: the same name finds the same raters again. */
  readonly name: string;
  /** What only this installation knows, so that nobody can take a rater's place. */
  readonly secret: string;
}

/** Raters at work at the same time: as many as one small machine serves without queueing. */
const AT_ONCE = 8;

/** The raters of a crowd: the same for the same crowd. */
export function gatherRaters({ raters, mixture, seed, name, secret }: Crowd): Rater[] {
  const random = createRandom(seed).fork("rehearsal");
  return drawBehaviours(mixture, raters, random.fork("behaviours")).map((behaviour, i) => ({
    behaviour,
    clientKey: createHmac("sha256", secret).update(`rehearsal/${name}/${i}`).digest("base64url"),
    random: random.fork(i),
  }));
}

/**
 * Sends a crowd through a study. They join one after the other, so that who gets which trials follows from the seed,
 * and then work side by side.
 * @throws AppError of the first rater who could not go on; the others stop at their next trial
 */
export async function sendRaters(
  raters: readonly Rater[],
  visit: Visit,
  progress: (done: number, answers: number) => void,
): Promise<SessionRecord[]> {
  const stop = new AbortController();
  const bounded = { ...visit, signal: AbortSignal.any([visit.signal, stop.signal]) };
  const waiting: { seat: Seat; at: number }[] = [];
  for (const [at, rater] of raters.entries()) waiting.push({ seat: await takeSeat(rater, bounded), at });
  const records: SessionRecord[] = new Array(raters.length);
  let done = 0;
  let answers = 0;
  async function work(): Promise<void> {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const record = await takePart(next.seat, bounded);
      records[next.at] = record;
      done++;
      answers += record.accepted.size;
      progress(done, answers);
    }
  }
  const workers = Array.from({ length: Math.min(AT_ONCE, raters.length) }, () =>
    work().catch((fault) => {
      stop.abort();
      throw fault;
    }),
  );
  await Promise.allSettled(workers);
  await Promise.all(workers);
  return records;
}
