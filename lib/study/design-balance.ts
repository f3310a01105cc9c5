/** How sequences of treatments are balanced; null where counts differ. */
export interface SequenceBalance {
  sequences: number;
  /** Times that each treatment is at each position. */
  perPosition: number | null;
  /** Times that each treatment comes directly after each other one: first-order carry-over. */
  perOrderedPair: number | null;
}

/** @param sequences of treatments 0..treatments-1 */
export function sequenceBalance(
  sequences: readonly (readonly number[])[],
  treatments: number,
): SequenceBalance {
  const length = Math.max(0, ...sequences.map((sequence) => sequence.length));
  const positions = new Float64Array(length * treatments);
  const followings = new Float64Array(treatments * treatments);
  for (const sequence of sequences)
    for (const [k, treatment] of sequence.entries()) {
      positions[k * treatments + treatment]++;
      if (k > 0) followings[sequence[k - 1] * treatments + treatment]++;
    }
  return {
    sequences: sequences.length,
    perPosition: common(positions),
    perOrderedPair: common(followings.filter((_, k) => k % (treatments + 1) !== 0)),
  };
}

/** Whether each treatment is once in every sequence and once at every position. */
export function isLatinSquare(sequences: readonly (readonly number[])[], treatments: number): boolean {
  const whole = sequences.every((row) => row.length === treatments && new Set(row).size === treatments);
  return whole && sequenceBalance(sequences, treatments).perPosition === 1;
}

/** How blocks of treatments are balanced; null where counts differ. */
export interface BlockBalance {
  blocks: number;
  /** Blocks with each treatment. */
  repeats: number | null;
  /** Blocks in which each two treatments meet. */
  together: number | null;
}

/** @param blocks of treatments 0..treatments-1, none twice in one */
export function blockBalance(blocks: readonly (readonly number[])[], treatments: number): BlockBalance {
  const meetings = new Float64Array(treatments * treatments);
  for (const block of blocks) for (const a of block) for (const b of block) meetings[a * treatments + b]++;
  const diagonal = (k: number) => k % (treatments + 1) === 0;
  return {
    blocks: blocks.length,
    repeats: common(meetings.filter((_, k) => diagonal(k))),
    together: common(meetings.filter((_, k) => !diagonal(k))),
  };
}

/** The number that all are, or null. */
function common(counts: Float64Array): number | null {
  return counts.length > 0 && counts.every((count) => count === counts[0]) ? counts[0] : null;
}
