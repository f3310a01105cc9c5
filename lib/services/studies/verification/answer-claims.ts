import type { StudyEventData } from "../study-event.ts";

type Claim = StudyEventData<"answered">;

/** What a log says of each answered trial. */
export interface AnswerClaims {
  /** @returns false, and nothing is added, where the trial has a claim already */
  add(claim: Claim): boolean;
  /** The claim of a trial, which from then on counts as looked for; undefined where there is none. */
  take(trial: string): Claim | undefined;
  /** The claims that nobody took, in the order they were added. */
  untaken(): Iterable<Pick<Claim, "trial" | "participant">>;
}

const DIGEST_BYTES = 32;
const FIRST_ROOM = 1024;
/** FNV-1a of 32 bits: spreads ids over the slots; which claim it is, the ids themselves decide. */
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * Claims in columns of plain numbers and bytes, found by open addressing: some 80 bytes an answer, where a map of objects takes 400, so
 * that a log of a million answers is checked in little memory.
 */
export function openAnswerClaims(): AnswerClaims {
  const stimuli = new Map<string, number>();
  const stimulusIds: string[] = [];
  let count = 0;
  let room = FIRST_ROOM;
  let ids = Buffer.alloc(room * 24);
  let idEnds = new Int32Array(room + 1);
  let digests = Buffer.alloc(room * DIGEST_BYTES);
  /** [participant, position, stimulus] of each claim. */
  let numbers = new Int32Array(room * 3);
  let isTaken = new Uint8Array(room);
  /** The claim in each slot, from 1; 0 is an empty one. */
  let slots = new Int32Array(room * 2);

  const idOf = (at: number) => ids.toString("utf8", idEnds[at], idEnds[at + 1]);

  /** The slot where the trial's claim is, or where it would be put. */
  function slotOf(trial: string): number {
    let slot = hash(trial) % slots.length;
    while (slots[slot] !== 0 && idOf(slots[slot] - 1) !== trial) slot = (slot + 1) % slots.length;
    return slot;
  }

  function grow(): void {
    room *= 2;
    digests = Buffer.concat([digests], room * DIGEST_BYTES);
    idEnds = resized(idEnds, room + 1);
    numbers = resized(numbers, room * 3);
    const taken = new Uint8Array(room);
    taken.set(isTaken);
    isTaken = taken;
    slots = new Int32Array(room * 2);
    for (let at = 0; at < count; at++) slots[slotOf(idOf(at))] = at + 1;
  }

  return {
    add({ trial, digest, participant, position, stimulus }) {
      if (count === room) grow();
      const slot = slotOf(trial);
      if (slots[slot] !== 0) return false;
      const start = idEnds[count];
      const bytes = Buffer.byteLength(trial);
      if (start + bytes > ids.length) ids = Buffer.concat([ids], 2 * ids.length + bytes);
      ids.write(trial, start);
      idEnds[count + 1] = start + bytes;
      digests.write(digest, count * DIGEST_BYTES, "hex");
      const known = stimuli.get(stimulus) ?? stimulusIds.push(stimulus) - 1;
      stimuli.set(stimulus, known);
      numbers.set([participant, position, known], count * 3);
      slots[slot] = ++count;
      return true;
    },
    take(trial) {
      const at = slots[slotOf(trial)] - 1;
      if (at < 0) return undefined;
      isTaken[at] = 1;
      return {
        trial,
        participant: numbers[3 * at],
        position: numbers[3 * at + 1],
        stimulus: stimulusIds[numbers[3 * at + 2]],
        digest: digests.toString("hex", at * DIGEST_BYTES, (at + 1) * DIGEST_BYTES),
      };
    },
    *untaken() {
      for (let at = 0; at < count; at++)
        if (isTaken[at] === 0) yield { trial: idOf(at), participant: numbers[3 * at] };
    },
  };
}

function resized(numbers: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(numbers);
  return larger;
}

function hash(text: string): number {
  let h = FNV_OFFSET;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), FNV_PRIME);
  return h >>> 0;
}
