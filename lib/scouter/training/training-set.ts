import type { Random } from "#lib/tensor/random.ts";

/** Pictures at model size, normalised exactly as at inference, with their classes. */
export interface TrainingSet {
  /** Class index of each picture. */
  labels: readonly number[];
  /** Side in pixels. */
  size: number;
  /** The picture at a position, [size * size * 3]; not to be written to. */
  read(position: number): Float32Array | Promise<Float32Array>;
}

/** A set whose pictures are all in memory. */
export function inMemory(
  images: readonly Float32Array[],
  labels: readonly number[],
  size: number,
): TrainingSet {
  return { labels, size, read: (position) => images[position] };
}

const positionsOf = (count: number) => Array.from({ length: count }, (_, i) => i);

function cut(order: readonly number[], batchSize: number, count: number): number[][] {
  return Array.from({ length: count }, (_, i) => order.slice(i * batchSize, (i + 1) * batchSize));
}

/** All positions in random order, cut into whole batches; a last partial one is dropped. */
export function shuffledBatches(count: number, batchSize: number, random: Random): number[][] {
  return cut(random.shuffle(positionsOf(count)), batchSize, Math.floor(count / batchSize));
}

/**
 * As many draws as there are pictures, every class equally often: classes take turns in random order, and within a class
 * the pictures do, each shuffle anew. Whole batches only.
 */
export function balancedBatches(labels: readonly number[], batchSize: number, random: Random): number[][] {
  const classes = new Map<number, number[]>();
  for (const [position, label] of labels.entries()) {
    const members = classes.get(label);
    if (members) members.push(position);
    else classes.set(label, [position]);
  }
  const waiting = new Map<number, number[]>();
  const draw = (label: number): number => {
    let rest = waiting.get(label);
    if (!rest || rest.length === 0) {
      rest = random.shuffle(classes.get(label) as number[]);
      waiting.set(label, rest);
    }
    return rest.pop() as number;
  };
  const names = [...classes.keys()].sort((a, b) => a - b);
  const rounds = Math.ceil(labels.length / names.length);
  const order = Array.from({ length: rounds }, () => random.shuffle(names).map(draw)).flat();
  return cut(order.slice(0, labels.length), batchSize, Math.floor(labels.length / batchSize));
}

/** Positions 0..count-1 in order, cut into batches, the last one possibly smaller. */
export function orderedBatches(count: number, batchSize: number): number[][] {
  return cut(positionsOf(count), batchSize, Math.ceil(count / batchSize));
}
